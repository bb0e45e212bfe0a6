import path from 'node:path';
import type { Page } from 'playwright-core';

// Pictures are for people: `PLAN_REVIEW_SCREENSHOTS=1 npm run test:page` leaves them there.
const isAsked = (process.env['PLAN_REVIEW_SCREENSHOTS'] ?? '') !== '';
const folder = path.resolve(import.meta.dirname, '../../../test-results/page');

/** Leaves a picture of the page as `test-results/page/<name>.png`, when pictures are asked for. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (isAsked) {
    // The next frame, so that what follows from a new size has been drawn.
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    const isLong = await page.evaluate<boolean>('document.documentElement.scrollHeight > 3000');
    await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: !isLong });
  }
}
