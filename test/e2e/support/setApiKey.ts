import { patience, press, runCommand, waitForNotification, type Editor } from './driver.ts';

/** Sets the key of the endpoint that the settings name, as a user would; it must be one on this machine. */
export async function setApiKey(editor: Editor, key: string): Promise<void> {
  await runCommand(editor, 'Plan Review: Set API Key…');
  await editor.page.locator('.quick-input-widget input[type="password"]').fill(key, { timeout: patience });
  await press(editor, 'Enter');
  await waitForNotification(editor, /^The API key for http:\/\/127\.0\.0\.1:\d+ is set/);
}
