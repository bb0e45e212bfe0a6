import type { Frame } from 'playwright-core';
import { eventually, type Editor } from './driver.ts';

/** The frame of a webview's own page lies inside one that VS Code makes. */
const innerFrame = /\/webview\/browser\/pre\/fake\.html/;

/**
 * Waits for the page of a webview panel, and returns its frame, to be asked and clicked like any page. Where several
 * webviews may be open, `containing` (a CSS selector) says which one is meant.
 */
export async function panelFrame(editor: Editor, containing = 'body > *'): Promise<Frame> {
  const frame = await eventually({
    what: `a webview with ${containing}`,
    read: async () => await findFrame(editor, containing),
    until: (found) => found !== undefined,
  });
  return frame!;
}

/** Whether a webview with an element that matches the selector is open. */
export async function hasPanel(editor: Editor, containing = 'body > *'): Promise<boolean> {
  return (await findFrame(editor, containing)) !== undefined;
}

async function findFrame(editor: Editor, containing: string): Promise<Frame | undefined> {
  for (const frame of editor.page.frames()) {
    if (innerFrame.test(frame.url())) {
      // A frame can be replaced while it is asked: then it is not the one.
      const count = await frame
        .locator(containing)
        .count()
        .catch(() => 0);
      if (count > 0) {
        return frame;
      }
    }
  }
  return undefined;
}
