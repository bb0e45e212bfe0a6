import type { Page } from 'playwright-core';

/** Whether the page can be scrolled sideways. */
export async function isTooWide(page: Page): Promise<boolean> {
  return await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
}

/** The texts whose contrast with what lies behind them is below 4.5 to 1, by the formula of WCAG 2.2. */
export async function faintTexts(page: Page): Promise<string[]> {
  return await page.evaluate<string[]>(`(() => {
    const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const over = (top, below) => {
      const alpha = top[3] ?? 1;
      return [0, 1, 2].map((i) => top[i] * alpha + below[i] * (1 - alpha));
    };
    const behind = (element) =>
      element === null ? [0, 0, 0] : over(parse(getComputedStyle(element).backgroundColor), behind(element.parentElement));
    const luminance = (colour) => {
      const [r, g, b] = colour.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const texts = document.createTreeWalker(document.querySelector('#app'), NodeFilter.SHOW_TEXT);
    const found = new Set();
    while (texts.nextNode()) {
      const { data, parentElement } = texts.currentNode;
      if (data.trim() !== '' && parentElement.closest('.for-screen-readers, title') === null) {
        const ground = behind(parentElement);
        const text = over(parse(getComputedStyle(parentElement).color), ground);
        const [low, high] = [luminance(text), luminance(ground)].sort((a, b) => a - b);
        const contrast = (high + 0.05) / (low + 0.05);
        if (contrast < 4.5) found.add(contrast.toFixed(2) + ' ' + parentElement.className + ': ' + data.trim());
      }
    }
    return [...found];
  })()`);
}
