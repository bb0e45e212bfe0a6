import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { hostile } from './support/hostile.ts';
import { openPanel, type OpenPanel } from './support/openPanel.ts';

const allowedTags = new Set(
  'p code pre em strong del ul ol li a br blockquote table thead tbody tr th td'.split(' '),
);

describe('text that means harm', () => {
  let browser: Browser;
  let panel: OpenPanel;
  before(async () => {
    browser = await launchBrowser();
    panel = await openPanel(browser, { state: hostile, width: 320 });
    // Every part of the page draws it, and every finding is unfolded.
    for (const expander of await panel.page.locator('.expander').all()) {
      await expander.click();
    }
    for (const summary of await panel.page.locator('.statements summary').all()) {
      await summary.click();
    }
  });
  after(async () => {
    await panel.close();
    await browser.close();
  });

  /** Leaves a tab shown, and looks at the page with `expression`. */
  async function inTab<T>(tab: string, expression: string): Promise<T> {
    await panel.page.locator(`#tab-${tab}`).click();
    return await panel.page.evaluate<T>(expression);
  }

  for (const tab of ['findings', 'claims', 'notes', 'reviewers', 'run']) {
    it(`becomes no element but plain text marks (${tab})`, async () => {
      const tags = await inTab<string[]>(
        tab,
        `[...new Set([...document.querySelectorAll('.prose *')].map((element) => element.localName))]`,
      );
      assert.deepEqual(
        tags.filter((name) => !allowedTags.has(name)),
        [],
      );
      const foreign = `document.querySelectorAll('img, script:not(head *, body > script), style, link:not(head > link), ' +
        'iframe, object, embed, form, math, base, meta:not(head > meta), [onerror], [onload], [onfocus], #app #app').length`;
      assert.equal(await inTab(tab, foreign), 0);
      assert.equal(await inTab(tab, `document.querySelectorAll('input').length`), tab === 'findings' ? 1 : 0);
    });

    it(`gets no attribute through (${tab})`, async () => {
      const attributes = await inTab<string[]>(
        tab,
        `[...new Set([...document.querySelectorAll('.prose *, .row-title *, .reasons li *')]
          .flatMap((element) => element.getAttributeNames().map((name) => element.localName + '.' + name)))]`,
      );
      const own = new Set(['button.type', 'button.class', 'a.href', 'a.title', 'a.rel']);
      assert.deepEqual(
        attributes.filter((name) => !own.has(name)),
        [],
      );
    });

    it(`makes the page no wider than the screen (${tab})`, async () => {
      assert.ok(await inTab(tab, 'document.documentElement.scrollWidth <= innerWidth'));
    });
  }

  it('leaves links to the web alone, and lets no other link be one', async () => {
    const addresses = await inTab<string[]>(
      'findings',
      `[...new Set([...document.querySelectorAll('a')].map((link) => link.getAttribute('href')))]`,
    );
    assert.deepEqual(
      addresses.filter((address) => address !== null && !address.startsWith('https://')),
      [],
    );
    const link = panel.page.locator('#details-F93 a');
    assert.equal(await link.getAttribute('href'), 'https://example.org/page');
    assert.equal(await link.getAttribute('title'), 'https://example.org/page');
    assert.equal(await panel.page.locator('#finding-F93 .row-title a').count(), 0);
  });

  it('is shown as the text that it is', async () => {
    await panel.page.locator('#tab-findings').click();
    assert.match(await panel.page.locator('#finding-F1 .row-title').innerText(), /<img src=x onerror=/);
    assert.match(
      await panel.page.locator('#details-F4 .prose').first().innerText(),
      /<script>window\.pwned = 2/,
    );
    assert.match(await panel.page.locator('#details-F3').innerText(), /evil\.test\/pixel\.png/);
  });

  it('cannot turn its direction or hide letters', async () => {
    await panel.page.locator('#tab-findings').click();
    const text = await panel.page.locator('#finding-F90').innerText();
    assert.match(text, /safe⟨U\+202E⟩txt\.exe⟨U\+202C⟩⟨U\+200B⟩end⟨U\+0007⟩/);
    const hidden = await panel.page.evaluate(
      String.raw`/[\u202A-\u202E\u2066-\u2069\u200B\u0007]/.test(document.documentElement.outerHTML)`,
    );
    assert.equal(hidden, false);
  });

  it('cannot swamp the page with one endless word', async () => {
    const text = await panel.page.locator('#finding-F91').innerText();
    assert.match(text, /A{500}⟨59,500 more characters⟩/);
    assert.doesNotMatch(text, /A{501}/);
  });

  it('has run nothing, asked the network for nothing and broken no policy', async () => {
    assert.equal(await panel.page.evaluate('window.pwned'), undefined);
    assert.deepEqual(panel.trouble, []);
    assert.equal(panel.page.url(), 'https://panel.test/');
  });
});
