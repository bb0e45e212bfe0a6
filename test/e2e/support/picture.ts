import { runCommand, screenshot, type Editor } from './driver.ts';

// Pictures are for people: `PLAN_REVIEW_SCREENSHOTS=1 npm run test:e2e` leaves them in `test-results/e2e`.
const isAsked = (process.env['PLAN_REVIEW_SCREENSHOTS'] ?? '') !== '';

const toggleTheme = 'Preferences: Toggle between Light/Dark Themes';

/** Leaves a picture of the window in a light and in a dark theme, when pictures are asked for. The editor must be in the dark one. */
export async function takePictures(editor: Editor, name: string): Promise<void> {
  if (isAsked) {
    await screenshot(editor, `e2e/${name}-dark.png`);
    await runCommand(editor, toggleTheme);
    await editor.page.locator('.monaco-workbench.vs').waitFor();
    await screenshot(editor, `e2e/${name}-light.png`);
    await runCommand(editor, toggleTheme);
    await editor.page.locator('.monaco-workbench.vs-dark').waitFor();
  }
}
