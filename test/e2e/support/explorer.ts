import type { Locator } from 'playwright-core';
import { chooseFromMenu, eventually, patience, readMenu, type Editor } from './driver.ts';

const rows = '.explorer-folders-view .monaco-list-row';

/** A row of the Explorer as the user sees it. */
interface ExplorerRow {
  readonly name: string;
  /** Counts from 1. */
  readonly level: number;
  readonly index: number;
  readonly isCollapsed: boolean;
}

/**
 * Finds a file or folder in the Explorer by its path below the opened folder, opening the folders on the way. In a
 * multi-root workspace the path begins with the name of its workspace folder.
 */
export async function findInExplorer(editor: Editor, path: string): Promise<Locator> {
  await showExplorer(editor);
  let parent: ExplorerRow | undefined;
  for (const name of path.split('/')) {
    if (parent?.isCollapsed === true) {
      await rowAt(editor, parent.index).click();
    }
    const above: ExplorerRow | undefined = parent;
    const found = await eventually({
      what: `"${path}" in the Explorer`,
      read: async () => childOf(await readRows(editor), above, name),
      until: (row) => row !== undefined,
    });
    parent = found!;
  }
  return rowAt(editor, parent!.index);
}

/** Opens a file in an editor tab to stay, by a double click in the Explorer. */
export async function openFile(editor: Editor, path: string): Promise<void> {
  const row = await findInExplorer(editor, path);
  await row.dblclick();
  await waitForTab(editor, path.split('/').at(-1)!);
}

/** Right-clicks a file or folder in the Explorer and chooses an entry of the menu, for example `Review Plan`. */
export async function chooseFromExplorer(editor: Editor, path: string, entry: string): Promise<void> {
  await chooseFromMenu(editor, entry, async () => {
    await (await findInExplorer(editor, path)).click({ button: 'right', timeout: 5_000 });
  });
}

/** The entries of the menu that a right click on a file or folder in the Explorer opens. */
export async function explorerMenu(editor: Editor, path: string): Promise<readonly string[]> {
  return await readMenu(editor, async () => {
    await (await findInExplorer(editor, path)).click({ button: 'right' });
  });
}

/** Right-clicks the tab of an open file and chooses an entry of the menu. */
export async function chooseFromTab(editor: Editor, fileName: string, entry: string): Promise<void> {
  await chooseFromMenu(editor, entry, async () => {
    await tab(editor, fileName).click({ button: 'right' });
  });
}

/** Waits until a tab with this title is open and in front. */
export async function waitForTab(editor: Editor, title: string): Promise<void> {
  await editor.page
    .locator('.tabs-container .tab.active')
    .filter({ hasText: title })
    .first()
    .waitFor({ timeout: patience });
}

/** The titles of all open tabs, left to right. */
export async function openTabs(editor: Editor): Promise<readonly string[]> {
  return await editor.page.locator('.tabs-container .tab .monaco-icon-label-container').allTextContents();
}

function tab(editor: Editor, fileName: string): Locator {
  return editor.page.locator(`.tabs-container .tab[data-resource-name="${fileName}"]`).first();
}

async function showExplorer(editor: Editor): Promise<void> {
  const view = editor.page.locator('.explorer-folders-view').first();
  if (!(await view.isVisible())) {
    await editor.page.keyboard.press('Control+Shift+E');
    await view.waitFor({ timeout: patience });
  }
}

async function readRows(editor: Editor): Promise<readonly ExplorerRow[]> {
  const read = await editor.page.locator(rows).evaluateAll((elements) =>
    elements.map((element) => ({
      name: ['name', 'suffix']
        .map((part) => element.querySelector(`.monaco-icon-${part}-container`)?.textContent ?? '')
        .join(''),
      level: Number(element.getAttribute('aria-level')),
      index: Number(element.getAttribute('data-index')),
      isCollapsed: element.getAttribute('aria-expanded') === 'false',
    })),
  );
  return read.sort((left, right) => left.index - right.index);
}

/** The row of that name directly below another one, or at the top. */
function childOf(
  all: readonly ExplorerRow[],
  parent: ExplorerRow | undefined,
  name: string,
): ExplorerRow | undefined {
  const level = parent === undefined ? 1 : parent.level + 1;
  const below = parent === undefined ? all : all.filter((row) => row.index > parent.index);
  const end = below.findIndex((row) => row.level < level);
  const children = end === -1 ? below : below.slice(0, end);
  return children.find((row) => row.level === level && row.name === name);
}

function rowAt(editor: Editor, index: number): Locator {
  return editor.page.locator(`${rows}[data-index="${index}"]`).first();
}
