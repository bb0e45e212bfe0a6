import type { Locator } from 'playwright-core';
import { eventually, patience, type Editor } from './driver.ts';

const rows = '.customview-tree .monaco-list-row';

/** An entry of the view of reviews as the user sees it. */
export interface ReviewsRow {
  readonly label: string;
  readonly description: string;
  /** Counts from 1. */
  readonly level: number;
  /** The name of the codicon. */
  readonly icon: string;
}

/** Opens the view by its icon in the activity bar. */
export async function openReviewsView(editor: Editor): Promise<void> {
  await icon(editor).click();
  await editor.page.locator('.customview-tree, .welcome-view').first().waitFor({ timeout: patience });
}

/** Waits until a screen reader says this of the icon, with what its badge means: it follows the entries of the view. */
export async function waitForReviewsIcon(editor: Editor, said: string): Promise<void> {
  await eventually({
    what: `the icon "${said}"`,
    read: async () => await icon(editor).getAttribute('aria-label'),
    until: (label) => label === said,
  });
}

/** Waits until the view shows what is expected, and returns its entries from top to bottom. */
export async function waitForReviews(
  editor: Editor,
  what: string,
  until: (all: readonly ReviewsRow[]) => boolean,
): Promise<readonly ReviewsRow[]> {
  return await eventually({ what, read: async () => await readRows(editor), until });
}

/** The same of the entries below one that is folded at first. A list that is made anew meanwhile folds it again. */
export async function waitForReviewsBelow(
  editor: Editor,
  group: string,
  what: string,
  until: (all: readonly ReviewsRow[]) => boolean,
): Promise<readonly ReviewsRow[]> {
  const read = async (): Promise<readonly ReviewsRow[]> => {
    await unfoldReviewsRow(editor, group);
    return await readRows(editor);
  };
  return await eventually({ what, read, until });
}

/** The entry with this label. */
export function reviewsRow(editor: Editor, label: string): Locator {
  return editor.page
    .locator(rows)
    .filter({ has: editor.page.locator('.label-name').getByText(label, { exact: true }) })
    .first();
}

/** Unfolds the entry with this label. A click on a list that is made anew at that moment is lost. */
export async function unfoldReviewsRow(editor: Editor, label: string): Promise<void> {
  const row = reviewsRow(editor, label);
  const unfolded = row.and(editor.page.locator('[aria-expanded="true"]'));
  await eventually({
    what: `"${label}" unfolded`,
    read: async () => {
      if ((await unfolded.count()) === 0) {
        await row.click({ timeout: 5000 });
        await unfolded.waitFor({ timeout: 5000 });
      }
      return true;
    },
    until: (isUnfolded) => isUnfolded,
  });
}

/** Presses a button at the top of the view. */
export async function pressTitleAction(editor: Editor, name: string): Promise<void> {
  await editor.page
    .locator('.part.sidebar .title-actions, .part.sidebar .pane-header')
    .getByRole('button', { name })
    .first()
    .click();
}

function icon(editor: Editor): Locator {
  return editor.page
    .locator('.activitybar')
    .getByRole('tab', { name: /^Plan Review/ })
    .first();
}

async function readRows(editor: Editor): Promise<readonly ReviewsRow[]> {
  const read = await editor.page.locator(rows).evaluateAll((elements) =>
    elements.map((element) => ({
      index: Number(element.getAttribute('data-index')),
      label: element.querySelector('.label-name')?.textContent ?? '',
      description: element.querySelector('.label-description')?.textContent ?? '',
      level: Number(element.getAttribute('aria-level')),
      icon: /codicon-([\w-]+)/.exec(
        element.querySelector('.custom-view-tree-node-item-icon')?.className ?? '',
      )?.[1],
    })),
  );
  return read
    .sort((left, right) => left.index - right.index)
    .map(({ label, description, level, icon: name }) => ({ label, description, level, icon: name ?? '' }));
}
