import type { Locator } from 'playwright-core';
import { eventually, patience, press, type Editor } from './driver.ts';

/** A row of the Problems view. */
export interface Problem {
  /** The name of the file, without its folder. */
  readonly file: string;
  readonly severity: 'error' | 'warning' | 'info' | 'hint';
  readonly message: string;
  /** Who reports it: `Plan Review`. */
  readonly source: string;
  /** The problem's code: a finding's id. */
  readonly code: string;
  /** Counts from 1. */
  readonly line: number;
  /** Counts from 1. */
  readonly column: number;
}

/** Pixels of the mouse wheel: less than the smallest view is high, and more than any list is long. */
const scrollStep = 60;
const scrollToEnd = 100_000;

/** The row that sticks to the top while the list scrolls repeats one of these. */
const rows = '.markers-panel .monaco-list-rows .monaco-list-row';

/** Opens the Problems view where it is not open. */
export async function showProblems(editor: Editor): Promise<void> {
  const view = editor.page.locator('.markers-panel').first();
  if (!(await view.isVisible())) {
    await press(editor, 'Control+Shift+M');
    await view.waitFor({ timeout: patience });
  }
}

/** Opens Problems and reads all its rows from top to bottom, scrolling where they do not fit. */
export async function readProblems(editor: Editor): Promise<readonly Problem[]> {
  await showProblems(editor);
  const all = new Map<number, Row>();
  await editor.page.locator('.markers-panel').first().hover();
  await editor.page.mouse.wheel(0, -scrollToEnd);
  // Rows out of view do not exist. At the end, scrolling brings no new ones.
  for (let known = -1; all.size > known;) {
    known = all.size;
    await nextPaint(editor);
    for (const row of await rowsInView(editor)) {
      all.set(row.index, row);
    }
    await editor.page.mouse.wheel(0, scrollStep);
  }
  await editor.page.mouse.wheel(0, -scrollToEnd);
  return toProblems([...all.values()].sort((left, right) => left.index - right.index));
}

/** Scrolling shows in the second frame from now at the latest. */
async function nextPaint(editor: Editor): Promise<void> {
  await editor.page.evaluate(
    async () =>
      await new Promise<void>((resolve) => {
        requestAnimationFrame(() => {
          requestAnimationFrame(() => {
            resolve();
          });
        });
      }),
  );
}

/** A row as the page has it: a file, a problem in it, or what is related to a problem. */
interface Row {
  readonly index: number;
  readonly level: number;
  readonly file: string;
  readonly icon: string;
  readonly message: string;
  readonly source: string;
  readonly code: string;
  readonly position: string;
}

async function rowsInView(editor: Editor): Promise<readonly Row[]> {
  return await editor.page.locator(rows).evaluateAll((elements) =>
    elements.map((element) => {
      const text = (selector: string) => element.querySelector(selector)?.textContent ?? '';
      const lines = [...element.querySelectorAll('.marker-message')].map((part) => part.textContent);
      return {
        index: Number(element.getAttribute('data-index')),
        level: Number(element.getAttribute('aria-level')),
        file: text('.resource-label-container .monaco-icon-name-container'),
        icon: element.querySelector('.marker-icon')?.className ?? '',
        message: lines.join('\n'),
        source: text('.marker-source'),
        code: text('.marker-code'),
        position: text('.marker-line'),
      };
    }),
  );
}

function toProblems(sorted: readonly Row[]): readonly Problem[] {
  const problems: Problem[] = [];
  let file = '';
  for (const row of sorted) {
    if (row.level === 1) {
      file = row.file;
    } else if (row.level === 2) {
      const [, line, column] = /Ln (\d+), Col (\d+)/.exec(row.position) ?? [];
      const { message, source, code } = row;
      const severity = severityOf(row.icon);
      problems.push({ file, severity, message, source, code, line: Number(line), column: Number(column) });
    }
  }
  return problems;
}

/** Waits until the Problems are as expected, and returns them. */
export async function waitForProblems(
  editor: Editor,
  what: string,
  until: (problems: readonly Problem[]) => boolean,
): Promise<readonly Problem[]> {
  return await eventually({ what, until, read: async () => await readProblems(editor) });
}

/** Clicks the first problem whose message contains the text's first line. The editor then has its words selected. */
export async function clickProblem(editor: Editor, message: string): Promise<void> {
  const row = await bringIntoView(editor, message);
  await row.locator('.marker-message').first().click({ timeout: patience });
}

/** Clicks the code of a problem: a link where the extension made it one. */
export async function clickProblemCode(editor: Editor, message: string): Promise<void> {
  const row = await bringIntoView(editor, message);
  await row.locator('.marker-code').click({ timeout: patience, modifiers: ['Control'] });
}

async function bringIntoView(editor: Editor, message: string): Promise<Locator> {
  await showProblems(editor);
  const row = problemRow(editor, message);
  await editor.page.locator('.markers-panel').first().hover();
  await editor.page.mouse.wheel(0, -scrollToEnd);
  await nextPaint(editor);
  await eventually({
    what: `the problem "${message}"`,
    until: (isThere) => isThere,
    read: async () => {
      if ((await row.count()) === 0) {
        await editor.page.mouse.wheel(0, scrollStep);
        await nextPaint(editor);
      }
      return (await row.count()) > 0;
    },
  });
  return row;
}

/** Every line of a message is an element of its own, and the first one tells it from others. */
function problemRow(editor: Editor, message: string): Locator {
  const [firstLine = ''] = message.split('\n');
  const text = editor.page.locator('.marker-message', { hasText: firstLine });
  return editor.page.locator(rows).filter({ has: text }).first();
}

function severityOf(classes: string): Problem['severity'] {
  const known = ['error', 'warning', 'info'] as const;
  return known.find((severity) => new RegExp(String.raw`\b${severity}\b`).test(classes)) ?? 'hint';
}
