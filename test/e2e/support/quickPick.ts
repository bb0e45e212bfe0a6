import { eventually, patience, type Editor } from './driver.ts';

const rows = '.quick-input-widget:visible .quick-input-list .monaco-list-row';

/** The entries of the list that is open at the top of the window, as a screen reader reads them. */
async function pickEntries(editor: Editor): Promise<readonly string[]> {
  return await editor.page
    .locator(rows)
    .evaluateAll((found) => found.map((row) => row.getAttribute('aria-label') ?? ''));
}

/** Waits until the open list has an entry that matches, and returns all of it. */
export async function waitForEntry(editor: Editor, pattern: RegExp): Promise<string> {
  const entries = await eventually({
    what: `an entry like ${pattern} in the list`,
    read: async () => await pickEntries(editor),
    until: (all) => all.some((text) => pattern.test(text)),
  });
  return entries.find((text) => pattern.test(text))!;
}

/** The entry of the open list that Enter takes. */
export async function activeEntry(editor: Editor): Promise<string> {
  const row = editor.page.locator(`${rows}.focused`).first();
  return (await row.getAttribute('aria-label', { timeout: patience })) ?? '';
}

/** Chooses an entry of the open list, which may get another text between being read and being clicked. */
export async function pickEntry(editor: Editor, pattern: RegExp): Promise<void> {
  await eventually({
    what: `an entry like ${pattern} to click`,
    read: async () => {
      const label = (await pickEntries(editor)).find((text) => pattern.test(text));
      if (label === undefined) {
        return false;
      }
      await editor.page
        .locator(`${rows}[aria-label=${JSON.stringify(label)}]`)
        .first()
        .click({ timeout: 1000 });
      return true;
    },
    until: (clicked) => clicked,
  });
}

/** Waits for a dialog in the middle of the window, presses one of its buttons, and returns its text. */
export async function answerDialog(editor: Editor, button: string): Promise<string> {
  const dialog = editor.page.locator('.monaco-dialog-box');
  await dialog.waitFor({ timeout: patience });
  const text = await dialog.innerText();
  await dialog.getByRole('button', { name: button, exact: true }).click({ timeout: patience });
  return text;
}
