import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../../support/browser.ts';
import { repositoryRoot } from '../../support/editor/paths.ts';
import { startServer, type ServerOptions } from '../../support/editor/server.ts';
import { extensionsFolder } from '../../support/editor/serverSetup.ts';
import { openWorkbench } from '../../support/editor/workbench.ts';

/** What the editor opens, and how it is set up. */
export interface EditorOptions extends Pick<
  ServerOptions,
  'trust' | 'theme' | 'settings' | 'environment' | 'vsix' | 'companion'
> {
  /** The absolute path of a folder or a `.code-workspace` file; an empty window where it is left out. */
  readonly open?: string;
  /** The folder of the extension, which is installed as its package would be; this repository unless said otherwise. */
  readonly extension?: string;
  /** The window's size in CSS pixels; 1400 by 900 unless said otherwise. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** A real editor with the extension in it, driven as a user would. All functions of the driver take one. */
export interface Editor {
  readonly page: Page;
  /** The folder of the server's extensions. */
  readonly extensions: string;
  /** What the editor's server has printed: for the message of a test that fails. */
  readonly output: () => string;
  /** Opens the same window again, as after a crash or a reload. The extension host starts anew. */
  readonly reload: () => Promise<void>;
  /** Opens one more window on the same folder, as on another screen. It has an extension host of its own, and ends with this one. */
  readonly openAnother: () => Promise<Editor>;
  /** Ends editor, browser and server, and removes their data; of another window, that window. */
  readonly close: () => Promise<void>;
}

/** How long the driver waits for something to appear, in milliseconds. */
export const patience = 60_000;

/**
 * Starts a server, a browser and a window of the editor, and waits until the window is restored. Close it in an
 * `after` hook. Takes about 5 s; on a new machine the first one installs the server and the browser.
 */
export async function openEditor(options: EditorOptions = {}): Promise<Editor> {
  const { settings, open, size, extension = repositoryRoot, ...setup } = options;
  const server = await startServer({
    ...setup,
    ...(options.vsix === undefined ? { extension } : {}),
    settings: { 'explorer.compactFolders': false, ...settings },
  });
  const browser = await launchBrowser().catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  const close = async () => {
    await browser.close();
    await server.stop();
  };
  try {
    const openWindow = async (): Promise<Editor> => {
      const { page, close: closeWindow } = await openWorkbench({
        server,
        browser,
        ...(open === undefined ? {} : { open }),
        ...(size === undefined ? {} : { size }),
      });
      await untilReady(page, open);
      const reload = async () => {
        await page.reload();
        await untilReady(page, open);
      };
      return {
        page,
        extensions: extensionsFolder(server.data),
        output: server.output,
        reload,
        openAnother: openWindow,
        close: closeWindow,
      };
    };
    return { ...(await openWindow()), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The last parts to come are the bell in the status bar and, where a folder is open, its rows in the Explorer. */
async function untilReady(page: Page, open: string | undefined): Promise<void> {
  await page.locator(String.raw`#status\.notifications`).waitFor({ timeout: patience });
  if (open !== undefined) {
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: patience });
  }
}

/** A value to read again and again until it is as expected. */
export interface Expectation<T> {
  readonly read: () => Promise<T>;
  /** Whether the value is the one that was waited for. */
  readonly until: (value: T) => boolean;
  /** What is waited for, to complete "Waited in vain for …". */
  readonly what: string;
  /** In milliseconds; `patience` unless said otherwise. */
  readonly timeout?: number;
}

/**
 * Reads a value until it is as expected and returns it. Rejects after the timeout with what was read last. An error
 * while reading counts as "not yet".
 */
export async function eventually<T>({ read, until, what, timeout }: Expectation<T>): Promise<T> {
  const deadline = Date.now() + (timeout ?? patience);
  let last = 'nothing';
  for (;;) {
    try {
      const value = await read();
      if (until(value)) {
        return value;
      }
      last = JSON.stringify(value);
    } catch (error) {
      last = String(error);
    }
    if (Date.now() > deadline) {
      throw new Error(`Waited in vain for ${what}. Last seen: ${last}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Presses a key as Playwright names it, for example `Control+S`. */
export async function press(editor: Editor, key: string): Promise<void> {
  await editor.page.keyboard.press(key);
}

/**
 * Runs a command from the palette by its full name, for example `Plan Review: Check Plan`. Waits until the palette
 * offers the command, so that an extension that is still starting is no reason to fail.
 */
export async function runCommand(editor: Editor, name: string): Promise<void> {
  const { page } = editor;
  const entry = page.locator('.quick-input-list .monaco-list-row').filter({
    has: page.locator('.label-name', { hasText: new RegExp(`^${escapePattern(name)}$`) }),
  });
  await eventually({
    what: `the command "${name}" in the palette`,
    until: (isOffered) => isOffered,
    read: async () => {
      await openPalette(editor, name);
      return await entry
        .first()
        .waitFor({ timeout: 2_000 })
        .then(
          () => true,
          () => false,
        );
    },
  });
  await entry.first().click();
}

/** The names that the command palette offers for a search, as the user sees them. */
export async function commandsMatching(editor: Editor, search: string): Promise<readonly string[]> {
  await openPalette(editor, search);
  const rows = editor.page.locator('.quick-input-list .monaco-list-row');
  await rows.first().waitFor({ timeout: patience });
  const names = await rows.locator('.label-name').allTextContents();
  await press(editor, 'Escape');
  return names;
}

async function openPalette(editor: Editor, search: string): Promise<void> {
  const input = editor.page.locator('.quick-input-widget input[type="text"]').first();
  if (await input.isVisible()) {
    await press(editor, 'Escape');
  }
  await press(editor, 'F1');
  await input.waitFor({ timeout: patience });
  await input.fill(`>${search}`);
}

/**
 * Chooses an entry of the context menu that is opened by `openMenu`, and opens the menu again until it has the
 * entry and can run it: entries of an extension appear when the extension is registered, and are grey until the window
 * knows whether its workspace is trusted.
 */
export async function chooseFromMenu(
  editor: Editor,
  entry: string,
  openMenu: () => Promise<void>,
): Promise<void> {
  const { page } = editor;
  await eventually({
    what: `the menu entry "${entry}"`,
    until: (labels) => labels.includes(entry),
    read: async () => await readMenu(editor, openMenu),
  });
  const menu = page.locator('.monaco-menu').first();
  const item = page.locator('.monaco-menu .action-label').and(page.getByText(entry, { exact: true }));
  await eventually({
    what: `the choice of "${entry}"`,
    // A menu does not heed the mouse in its first tenth of a second: a click that came too early is done again.
    read: async () => {
      if (!(await menu.isVisible())) {
        // One that is about to close, or to show, lies over everything and takes the click that is to open it.
        await press(editor, 'Escape');
        await openMenu();
        await menu.waitFor({ timeout: patience });
      }
      const isGrey = await item.evaluate((label) => label.closest('.action-item.disabled') !== null);
      if (isGrey) {
        await press(editor, 'Escape');
        return 'grey';
      }
      const said = await item.click({ timeout: 2_000 }).then(() => 'clicked', String);
      // A menu also closes when something else takes the focus, and then nothing was chosen.
      return await menu.waitFor({ state: 'hidden', timeout: 1_000 }).then(
        () => (said === 'clicked' ? 'chosen' : said),
        () => `the menu is still open: ${said}`,
      );
    },
    until: (state) => state === 'chosen',
  });
}

/** The entries of a context menu, in order. The menu is closed again. */
export async function readMenu(editor: Editor, openMenu: () => Promise<void>): Promise<readonly string[]> {
  await openMenu();
  const menu = editor.page.locator('.monaco-menu').first();
  await menu.waitFor({ timeout: 5_000 });
  const labels = await menu.locator('.action-label:not(.separator)').allTextContents();
  await press(editor, 'Escape');
  await menu.waitFor({ state: 'hidden', timeout: 5_000 });
  return labels;
}

/** The texts of the status bar's items, left to right; icons are left out. */
export async function statusBar(editor: Editor): Promise<readonly string[]> {
  const texts = await editor.page.locator('.part.statusbar .statusbar-item:visible').allInnerTexts();
  return texts.map((text) => text.replaceAll(/\s+/g, ' ').trim()).filter((text) => text !== '');
}

/** Waits until an item of the status bar matches, and returns its text. */
export async function waitForStatus(editor: Editor, pattern: RegExp): Promise<string> {
  const items = await eventually({
    what: `a status bar item like ${pattern}`,
    read: async () => await statusBar(editor),
    until: (all) => all.some((text) => pattern.test(text)),
  });
  return items.find((text) => pattern.test(text))!;
}

/** The messages of the notifications that are shown, newest first. */
export async function notifications(editor: Editor): Promise<readonly string[]> {
  return await editor.page
    .locator('.notification-list-item:visible .notification-list-item-message')
    .allInnerTexts();
}

/** Waits for a notification that matches, and returns its message. */
export async function waitForNotification(editor: Editor, pattern: RegExp): Promise<string> {
  const messages = await eventually({
    what: `a notification like ${pattern}`,
    read: async () => await notifications(editor),
    until: (all) => all.some((text) => pattern.test(text)),
  });
  return messages.find((text) => pattern.test(text))!;
}

/** Presses a button of the notification that matches. */
export async function answerNotification(editor: Editor, pattern: RegExp, button: string): Promise<void> {
  await waitForNotification(editor, pattern);
  await editor.page
    .locator('.notification-list-item:visible')
    .filter({ hasText: pattern })
    .getByRole('button', { name: button, exact: true })
    .click();
}

/** Writes a picture of the whole window as PNG, into `test-results/` unless the path is absolute. */
export async function screenshot(editor: Editor, file: string): Promise<void> {
  const target = path.resolve(repositoryRoot, 'test-results', file);
  await mkdir(path.dirname(target), { recursive: true });
  await editor.page.screenshot({ path: target });
}

/** A text as a pattern that matches exactly it. */
export function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
