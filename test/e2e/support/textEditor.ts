import type { Locator } from 'playwright-core';
import { chooseFromMenu, eventually, patience, press, type Editor } from './driver.ts';

/** A place in a text; both count from 1, as the status bar shows them. */
export interface Cursor {
  readonly line: number;
  readonly column: number;
}

/** A wavy line under words of the text. */
export interface Squiggle {
  readonly severity: (typeof severities)[number];
  /** Counts from 1. */
  readonly line: number;
  /** The underlined words, as far as they are in view. */
  readonly text: string;
}

const severities = ['error', 'warning', 'info', 'hint'] as const;

/** Where the cursor is and how many characters are selected. */
export interface Selection extends Cursor {
  readonly selected: number;
}

/**
 * Where the cursor is, as the status bar says. Undefined where no text editor is in front. With a selection the
 * cursor is at its end.
 */
export async function cursor(editor: Editor): Promise<Selection | undefined> {
  const item = editor.page.locator(String.raw`#status\.editor\.selection`);
  const text = (await item.count()) === 0 ? '' : await item.first().innerText();
  const [, line, column, selected = '0'] = /Ln (\d+), Col (\d+)(?: \((\d+) selected\))?/.exec(text) ?? [];
  return line === undefined
    ? undefined
    : { line: Number(line), column: Number(column), selected: Number(selected) };
}

/** Waits until the cursor is at a place, and says how many characters are selected then. */
export async function waitForCursor(editor: Editor, expected: Cursor): Promise<Selection> {
  const found = await eventually({
    what: `the cursor at ${expected.line}:${expected.column}`,
    read: async () => await cursor(editor),
    until: (place) => place?.line === expected.line && place.column === expected.column,
  });
  return found!;
}

/** Gives the text of an open file the focus by a click into it, and puts the cursor at a place. */
export async function goTo(editor: Editor, fileName: string, { line, column }: Cursor): Promise<void> {
  await focusText(editor, fileName);
  await press(editor, 'Control+G');
  const input = editor.page.locator('.quick-input-widget input[type="text"]').first();
  await input.waitFor({ timeout: patience });
  await input.fill(`:${line}:${column}`);
  await press(editor, 'Enter');
  await waitForCursor(editor, { line, column });
}

/** Types a text into an open file at a place, as a keyboard would. The file is not saved. */
export async function typeAt(
  editor: Editor,
  fileName: string,
  edit: Cursor & { text: string },
): Promise<void> {
  await goTo(editor, fileName, edit);
  await editor.page.keyboard.insertText(edit.text);
}

/** Saves the file in front and waits until its tab is no longer marked as changed. */
export async function save(editor: Editor): Promise<void> {
  await press(editor, 'Control+S');
  await editor.page
    .locator('.tabs-container .tab.active.dirty')
    .waitFor({ state: 'hidden', timeout: patience });
}

/** The rows of an open file that are in view, top to bottom; a line that is wrapped has several. */
export async function visibleLines(editor: Editor, fileName: string): Promise<readonly string[]> {
  const read = await textEditor(editor, fileName)
    .locator('.view-line')
    .evaluateAll((lines) =>
      lines
        .map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent ?? '' }))
        .sort((left, right) => left.top - right.top),
    );
  return read.map(({ text }) => text.replaceAll('\u00A0', ' '));
}

/** The wavy lines of an open file that are in view, top to bottom; one for each row of a line that is wrapped. */
export async function squiggles(editor: Editor, fileName: string): Promise<readonly Squiggle[]> {
  const read = await textEditor(editor, fileName).evaluate((root) => {
    const rows = (selector: string) => [...root.querySelectorAll<HTMLElement>(selector)];
    const sameRow = (left: HTMLElement, right: HTMLElement) =>
      Math.abs(left.getBoundingClientRect().top - right.getBoundingClientRect().top) < 2;
    const textBetween = (line: HTMLElement, left: number, right: number): string => {
      const range = document.createRange();
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      let text = '';
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        for (let at = 0; at < (node.textContent ?? '').length; at += 1) {
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          const box = range.getBoundingClientRect();
          const middle = (box.left + box.right) / 2;
          text += middle > left && middle < right ? range.toString() : '';
        }
      }
      return text;
    };
    return rows('.view-overlays [class*="squiggly-"]')
      .map((mark) => {
        const box = mark.getBoundingClientRect();
        const row = mark.parentElement!;
        const line = rows('.view-line').find((candidate) => sameRow(candidate, row));
        // A line that is wrapped has its number at its first row.
        const number = rows('.margin-view-overlays > div')
          .filter((candidate) => candidate.querySelector('.line-numbers') !== null)
          .map((candidate) => ({ top: candidate.getBoundingClientRect().top, candidate }))
          .filter(({ top }) => top < row.getBoundingClientRect().top + 2)
          .sort((one, other) => other.top - one.top)[0]?.candidate;
        return {
          top: box.top,
          left: box.left,
          severity: /squiggly-(\w+)/.exec(mark.className)?.[1] ?? 'hint',
          line: Number(number?.querySelector('.line-numbers')?.textContent ?? 0),
          text: line === undefined ? '' : textBetween(line, box.left, box.right),
        };
      })
      .sort((one, other) => one.top - other.top || one.left - other.left);
  });
  return read.map(({ severity, line, text }) => ({
    severity: severities.find((known) => known === severity) ?? 'hint',
    line,
    text: text.replaceAll('\u00A0', ' '),
  }));
}

/** Right-clicks into the text of an open file and chooses an entry of the menu. */
export async function chooseFromText(editor: Editor, fileName: string, entry: string): Promise<void> {
  await chooseFromMenu(editor, entry, async () => {
    await textEditor(editor, fileName).locator('.view-line').first().click({ button: 'right' });
  });
}

/** What the hover over the first place with these words says, waited for. */
export async function hover(editor: Editor, fileName: string, words: string): Promise<string> {
  const hovers = editor.page.locator('.monaco-hover:visible .hover-contents');
  await textEditor(editor, fileName).getByText(words).first().hover();
  const texts = await eventually({
    what: `a hover over "${words}"`,
    read: async () => await hovers.allInnerTexts(),
    until: (all) => all.some((text) => text.trim() !== '' && !text.startsWith('Loading')),
  });
  return texts.join('\n');
}

const fixes = '.action-widget .monaco-list-row.action';

/** The titles of the quick fixes at the cursor. The list is closed again. */
export async function quickFixes(editor: Editor): Promise<readonly string[]> {
  await openFixes(editor);
  const read = await editor.page.locator(`${fixes} .title`).allInnerTexts();
  await press(editor, 'Escape');
  await editor.page.locator('.action-widget').first().waitFor({ state: 'hidden', timeout: patience });
  return read;
}

/** Chooses a quick fix at the cursor by its title. */
export async function chooseQuickFix(editor: Editor, title: string): Promise<void> {
  await openFixes(editor);
  await editor.page.locator(fixes).filter({ hasText: title }).first().click({ timeout: patience });
}

/** Opens the list of quick fixes at the cursor. On a busy machine a key may open nothing. */
async function openFixes(editor: Editor): Promise<void> {
  const first = editor.page.locator(fixes).first();
  await eventually({
    what: 'the list of quick fixes',
    read: async () => {
      await press(editor, 'Control+.');
      await first.waitFor({ timeout: 5000 });
      return true;
    },
    until: (isOpen) => isOpen,
  });
}

async function focusText(editor: Editor, fileName: string): Promise<void> {
  const text = textEditor(editor, fileName);
  await text.locator('.view-line').first().click({ timeout: patience });
  await text.and(editor.page.locator('.focused')).waitFor({ timeout: patience });
}

/** The text editor that shows a file, wherever in the window it is. */
function textEditor(editor: Editor, fileName: string): Locator {
  return editor.page.locator(`.editor-instance .monaco-editor[data-uri$="/${fileName}"]`).first();
}
