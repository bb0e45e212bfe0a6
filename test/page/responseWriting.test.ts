import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { until } from './support/openPanel.ts';
import { answerable, noWords, tell } from './support/responseHost.ts';
import { responsePanel } from './support/responsePanel.ts';
import { reviewed, reviewedOnce, reviewWith } from './support/states.ts';

describe("writing the author's response", () => {
  const on = responsePanel();
  const { open, sent, answerTo, focusedId, unfold, tab } = on;

  describe('as it is written', () => {
    it('is saved by itself, with a badge on the row', async () => {
      const page = await open(reviewedOnce);
      await unfold('F1');
      const editor = page.getByRole('group', { name: 'Your answer to F1' });
      await editor.getByLabel('Rejected').check();
      await editor.getByRole('textbox', { name: 'Response' }).fill('There is a backup.');
      await until('a stored answer', () => answerTo('F1')?.response === 'There is a backup.');
      assert.deepEqual(answerTo('F1'), {
        finding: 'F1',
        disposition: 'rejected',
        response: 'There is a backup.',
        action: '',
        evidence: '',
      });
      await until('the word Saved', async () => (await editor.innerText()).includes('Saved.'));
      await unfold('F1');
      assert.match(await page.locator('#finding-F1 .row-meta').innerText(), /Rejected/);
    });

    it('is sent once for many keystrokes, and at the latest after two seconds', async () => {
      const page = await open(reviewedOnce);
      await tab();
      await page.getByLabel('Summary').pressSequentially('We took up all of it.', { delay: 20 });
      await until('a stored summary', () => on.host.stored().words.summary === 'We took up all of it.');
      assert.ok(sent('response/save').length <= 3, `${sent('response/save').length} times`);
    });

    for (const [name, leave] of [
      ['hidden', `document.dispatchEvent(new Event('visibilitychange'))`],
      ['left', `window.dispatchEvent(new Event('pagehide'))`],
      [
        'about to be closed by a key',
        `window.dispatchEvent(new KeyboardEvent('keydown', { key: 'w', ctrlKey: true }))`,
      ],
      ['no longer looked at', `window.dispatchEvent(new Event('blur'))`],
    ] as const) {
      it(`is sent at once when the page is ${name}`, async () => {
        const page = await open(reviewedOnce);
        await tab();
        const field = page.getByLabel('Summary');
        await field.focus();
        await page.evaluate(`(() => {
          const field = document.activeElement;
          field.value = 'The last words';
          field.dispatchEvent(new InputEvent('input', { bubbles: true }));
          ${leave};
          window.sentAtOnce = true;
        })()`);
        const last = sent('response/save').at(-1);
        assert.equal(last?.draft.words.summary, 'The last words');
      });
    }

    it('is there again after a reload or a crash, though nothing could be stored', async () => {
      const page = await open(reviewedOnce);
      on.host.refuseWith({ message: 'The disk is full.', wayOut: 'Make room.', isRetryable: false });
      await tab();
      await page.getByLabel('Summary').fill('Not stored anywhere');
      await page.locator('#response-failure').waitFor();
      assert.match(await page.locator('#response-failure').innerText(), /The disk is full\.\s+Make room\./);
      await page.reload();
      await page.locator('#response-failure').waitFor();
      assert.equal(await page.getByLabel('Summary').inputValue(), 'Not stored anywhere');
      on.host.refuseWith(undefined);
      await page.getByRole('button', { name: 'Save again' }).click();
      await until('a stored summary', () => on.host.stored().words.summary === 'Not stored anywhere');
      await page.locator('#response-failure').waitFor({ state: 'detached' });
    });

    it('is tried again by itself where that may help', async () => {
      const page = await open(reviewedOnce);
      on.host.refuseWith({ message: 'A round is being written.', wayOut: 'Wait.', isRetryable: true });
      await tab();
      await page.getByLabel('Summary').fill('Soon');
      await page.locator('#response-failure').waitFor();
      on.host.refuseWith(undefined);
      await until('a stored summary', () => on.host.stored().words.summary === 'Soon');
    });

    it('keeps focus, caret and words while snapshots arrive', async () => {
      const page = await open(reviewWith(300));
      await unfold('F1');
      const field = page
        .getByRole('group', { name: 'Your answer to F1' })
        .getByRole('textbox', { name: 'Response' });
      await field.fill('One three');
      await field.press('Home');
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight']) {
        await field.press(key);
      }
      for (const letter of 'two ') {
        await on.panel.become(structuredClone(answerable(reviewWith(300))));
        await page.keyboard.type(letter);
        await tell(on.panel, on.host);
      }
      assert.equal(await field.inputValue(), 'One two three');
      assert.equal(await focusedId(), 'field-F1-response');
      assert.equal(await page.evaluate('document.activeElement.selectionStart'), 8);
    });

    it('grows with what is written, and stays on the screen', async () => {
      const page = await open(reviewedOnce);
      await unfold('F1');
      const field = page.locator('#field-F1-response');
      const low = (await field.boundingBox())?.height ?? 0;
      await field.fill(Array.from({ length: 9 }, (_, line) => `Line ${line}`).join('\n'));
      const high = (await field.boundingBox())?.height ?? 0;
      assert.ok(high > low * 2, `${low} to ${high}`);
    });
  });

  describe('in two windows', () => {
    const mine = 'What I wrote';
    const theirs = 'What they wrote';

    async function contest(): Promise<Page> {
      const page = await open(reviewedOnce);
      on.host.refuseWith({ message: 'Busy.', wayOut: 'Wait.', isRetryable: false });
      await tab();
      await page.getByLabel('Summary').fill(mine);
      await page.getByLabel('Recommendation').fill('Build it.');
      on.host.storeElsewhere((words) => ({ ...words, summary: theirs, author: 'Ada' }));
      on.host.refuseWith(undefined);
      await tell(on.panel, on.host);
      await page.locator('#response-conflict').waitFor();
      return page;
    }

    it('takes what was changed elsewhere where nothing was written here', async () => {
      const page = await open(reviewedOnce);
      await tab();
      on.host.storeElsewhere((words) => ({ ...words, author: 'Ada' }));
      await page.getByLabel('Recommendation').fill('Build it.');
      await until('both, stored', () => {
        const { author, recommendation } = on.host.stored().words;
        return author === 'Ada' && recommendation === 'Build it.';
      });
      assert.equal(await page.getByLabel('Author').inputValue(), 'Ada');
      assert.equal(await page.locator('#response-conflict').count(), 0);
    });

    it('overwrites nothing that both have changed, and keeps what was written here', async () => {
      const page = await contest();
      assert.equal(await page.getByLabel('Summary', { exact: true }).inputValue(), mine);
      assert.match(
        await page.getByRole('group', { name: 'Two versions of Summary' }).innerText(),
        /What they wrote/,
      );
      await until('the rest, stored', () => on.host.stored().words.recommendation === 'Build it.');
      assert.deepEqual([on.host.stored().words.summary, on.host.stored().words.author], [theirs, 'Ada']);
      const submit = page.getByRole('button', { name: 'Submit Response' });
      await submit.focus();
      await submit.press('Enter');
      assert.equal(await focusedId(), 'field-summary');
      assert.deepEqual(sent('response/submit'), []);
    });

    it('stores mine when I say so', async () => {
      const page = await contest();
      await page.getByRole('button', { name: 'Keep mine' }).click();
      await until('my words, stored', () => on.host.stored().words.summary === mine);
      assert.equal(await page.locator('#response-conflict, .conflict').count(), 0);
    });

    it('shows theirs when I say so', async () => {
      const page = await contest();
      await page.getByRole('button', { name: 'Take all theirs' }).click();
      assert.equal(await page.getByLabel('Summary', { exact: true }).inputValue(), theirs);
      await until('nothing to save', async () =>
        (await page.locator('.submission').innerText()).includes('Saved.'),
      );
      assert.equal(on.host.stored().words.summary, theirs);
    });

    it('keeps the choice open over a reload', async () => {
      const page = await contest();
      await page.reload();
      await page.locator('#response-conflict').waitFor();
      assert.equal(await page.getByLabel('Summary', { exact: true }).inputValue(), mine);
    });
  });

  it('tells of words that came too late for their round, and keeps them to be copied', async () => {
    const page = await open(reviewedOnce);
    on.host.refuseWith({ message: 'Busy.', wayOut: 'Wait.', isRetryable: false });
    await tab();
    await page.getByLabel('Summary').fill('Too late');
    await page.locator('#response-failure').waitFor();
    await on.panel.become(answerable(reviewed));
    const notice = page.locator('#response-stranded');
    await notice.waitFor();
    assert.match(await notice.innerText(), /Summary\s+Too late/);
    await tab();
    assert.equal(await page.getByLabel('Summary').inputValue(), '');
    await notice.getByRole('button', { name: 'Dismiss' }).click();
    assert.equal(await notice.count(), 0);
  });

  it('says that response.md was edited by hand, or why it cannot be read, and saves nothing over it', async () => {
    const page = await open(reviewedOnce, {
      version: 'v7',
      isEdited: true,
      words: { ...noWords, author: 'By hand' },
    });
    assert.match(await page.locator('#response-edited').innerText(), /response\.md was edited by hand/);
    await tab();
    assert.equal(await page.getByLabel('Author').inputValue(), 'By hand');
    await page.locator('#response-edited').getByRole('button', { name: 'Open response.md' }).click();
    await until('a question', () => sent('response/open').length === 1);
    await on.panel.post({
      type: 'response/set',
      response: {
        kind: 'unreadable',
        round: 1,
        message: 'The response cannot be read: response.md:12: "Maybe" is no disposition.',
        wayOut: 'Mend those lines.',
      },
    });
    assert.match(
      await page.locator('#response-unreadable').innerText(),
      /response\.md:12.*Mend those lines/s,
    );
    await page.getByLabel('Summary').fill('Meanwhile');
    await page.getByLabel('Author').focus();
    assert.match(await page.locator('.submission').innerText(), /Not saved: what is stored cannot be read/);
    assert.deepEqual(sent('response/save'), []);
    await tell(on.panel, on.host);
    await until('what was written meanwhile, stored', () => on.host.stored().words.summary === 'Meanwhile');
  });

  it('cannot be written over a response that was never read', async () => {
    const state = {
      ...reviewedOnce,
      response: { kind: 'unreadable', round: 1, message: 'Line 3.', wayOut: 'Mend.' } as const,
    };
    const page = await open(state);
    await page.locator('#response-unreadable').waitFor();
    await tab();
    assert.equal(await page.locator('#tab-panel textarea').count(), 0);
    await page.locator('#tab-findings').click();
    await unfold('F1');
    assert.equal(await page.locator('#details-F1 textarea').count(), 0);
  });
});
