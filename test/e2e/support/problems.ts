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

const rows = '.markers-panel .monaco-list-row';

/** Opens the Problems view where it is not open. */
export async function showProblems(editor: Editor): Promise<void> {
  const view = editor.page.locator('.markers-panel').first();
  if (!(await view.isVisible())) {
    await press(editor, 'Control+Shift+M');
    await view.waitFor({ timeout: patience });
  }
}

/**
 * Opens Problems and reads its rows from top to bottom. Only rows in view exist: enlarge the window or filter where a
 * test has more than about ten.
 */
export async function readProblems(editor: Editor): Promise<readonly Problem[]> {
  await showProblems(editor);
  const read = await editor.page.locator(rows).evaluateAll((elements) =>
    elements
      .map((element) => {
        const text = (selector: string) => element.querySelector(selector)?.textContent ?? '';
        return {
          index: Number(element.getAttribute('data-index')),
          level: Number(element.getAttribute('aria-level')),
          file: text('.resource-label-container .monaco-icon-name-container'),
          icon: element.querySelector('.marker-icon')?.className ?? '',
          message: [...element.querySelectorAll('.marker-message')]
            .map((part) => part.textContent)
            .join('\n'),
          source: text('.marker-source'),
          code: text('.marker-code'),
          position: text('.marker-line'),
        };
      })
      .sort((left, right) => left.index - right.index),
  );
  const problems: Problem[] = [];
  let file = '';
  for (const row of read) {
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

/** Clicks the first problem whose message begins with or contains the text's first line. The editor then has its words selected. */
export async function clickProblem(editor: Editor, message: string): Promise<void> {
  await showProblems(editor);
  await problemRow(editor, message).locator('.marker-message').first().click({ timeout: patience });
}

/** Clicks the code of a problem: a link where the extension made it one. */
export async function clickProblemCode(editor: Editor, message: string): Promise<void> {
  await showProblems(editor);
  await problemRow(editor, message)
    .locator('.marker-code')
    .click({ timeout: patience, modifiers: ['Control'] });
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
