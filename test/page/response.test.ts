import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { until } from './support/openPanel.ts';
import { noWords, responseOf } from './support/responseHost.ts';
import { answer, responsePanel } from './support/responsePanel.ts';
import { finding, reviewed, reviewedOnce, reviewWith, round, panel as panelOf } from './support/states.ts';

describe("the author's response", () => {
  const on = responsePanel();
  const { open, sent, answerTo, listed, focusedId, unfold, tab } = on;

  describe('on its way to the reviewers', () => {
    const complete = {
      ...noWords,
      author: 'Ada',
      findings: ['F1', 'F2', 'F3'].map((id) => answer({ finding: id, response: 'Right.' })),
    };

    it('says how far it is and what is missing, and leads there', async () => {
      const page = await open(reviewedOnce);
      await tab();
      const part = page.locator('.response');
      assert.match(await part.innerText(), /0 of 5 findings answered, 0 of 1 question/);
      assert.equal(await page.locator('#tab-response').innerText(), 'Response 0/5');
      await page.getByRole('button', { name: 'The author is not named.' }).click();
      assert.equal(await focusedId(), 'field-author');
      await page.getByRole('button', { name: 'F2 is major and has no answer yet.' }).click();
      assert.equal(
        await page.evaluate('document.activeElement.closest("fieldset").id'),
        'field-F2-disposition',
      );
      await page.keyboard.press('Space');
      await until('an answer', () => answerTo('F2')?.disposition === 'accepted');
      await until(
        'the next thing',
        async () => (await page.locator('#tab-response').innerText()) === 'Response 1/5',
      );
      await page
        .getByRole('group', { name: 'Your answer to F2' })
        .getByRole('textbox', { name: 'Response' })
        .waitFor();
      await until('a reason', async () =>
        /F2 is accepted without a reason/.test(await page.locator('#details-F2').innerText()),
      );
    });

    it('is not submitted while something is missing, and goes there', async () => {
      const page = await open(reviewedOnce);
      await tab();
      await page.getByRole('button', { name: 'Submit Response' }).click();
      assert.equal(
        await page.evaluate('document.activeElement.closest("fieldset").id'),
        'field-F1-disposition',
      );
      assert.deepEqual(sent('response/submit'), []);
    });

    it('is submitted with words that were not saved yet, refused for what they lack, and says so', async () => {
      const page = await open(reviewedOnce, { words: complete });
      await tab();
      await page.getByLabel('Author').fill('');
      await page.getByRole('button', { name: 'Submit Response' }).click();
      await until('a place to mend', async () => (await focusedId()) === 'field-author');
      assert.equal(on.host.stored().state, 'draft');
    });

    it('is submitted, says what comes next, and can be written on', async () => {
      const page = await open(reviewedOnce, { words: complete });
      await tab();
      assert.match(await page.locator('.submission').innerText(), /Nothing is missing/);
      await page.getByRole('button', { name: 'Submit Response' }).click();
      await page.locator('#response-submitted').waitFor();
      assert.match(
        await page.locator('#response-submitted').innerText(),
        /Submitted by Ada.*start the next round/s,
      );
      const status = page.locator('.for-screen-readers[role="status"]');
      assert.equal(await status.textContent(), 'The response is submitted.');
      const there = page.locator('.submission');
      assert.match(await there.innerText(), /Submitted\s[^]*the next round decides what is open/);
      assert.equal(await there.getByRole('button', { name: 'Submit Response' }).count(), 0);
      await there.getByRole('button', { name: 'Next round' }).click();
      assert.equal(sent('round/start').length, 1);
      await page.getByLabel('Summary').fill('One more thing.');
      await until('a draft again', () => on.host.stored().words.summary === 'One more thing.');
      assert.equal(on.host.stored().state, 'draft');
      await page.locator('#response-submitted').waitFor({ state: 'detached' });
    });

    it('leads to the record behind a GO, and back to a round when the plan was changed', async () => {
      const [latest] = reviewedOnce.rounds.slice(-1);
      assert.ok(latest);
      const state = {
        ...reviewedOnce,
        rounds: [latest],
        standing: { verdict: 'GO' as const, reasons: [], remarks: [] },
      };
      const submitted = responseOf(state, { words: complete, version: 'v1', state: 'submitted' });
      const page = await open({ ...state, response: submitted });
      await tab();
      assert.match(await page.locator('#response-submitted').innerText(), /so sign the record/);
      await page.getByRole('button', { name: 'Go to the record' }).click();
      await page.locator('#record-title').waitFor();
      assert.equal(await focusedId(), 'record-title');
      await page.getByRole('button', { name: /^Round \d/ }).click();
      await on.panel.become({ ...state, stale: 'The plan was changed after round 1.', response: submitted });
      await page.locator('.submission').getByRole('button', { name: 'Next round' }).waitFor();
      assert.match(await page.locator('#response-submitted').innerText(), /start the next round/);
    });

    it('gives way to the resolutions when the round that it was for has ended', async () => {
      const page = await open(panelOf([round({ number: 1, findings: [finding({ id: 'F1' })] })]));
      await tab();
      const rounds = [
        round({ number: 1, findings: [finding({ id: 'F1' })] }),
        { ...round({ number: 2, findings: [finding({ id: 'F2', round: 2 })] }), resolutions: [] },
      ];
      const next = panelOf(rounds);
      await on.panel.become({ ...next, response: responseOf(next) });
      await page.locator('#tab-resolutions[aria-selected="true"]').waitFor();
    });

    it('answers questions, and takes back a choice', async () => {
      const page = await open(reviewedOnce);
      await tab();
      await page.getByLabel('Answer to Q1').fill('40 MB.');
      await page.getByRole('group', { name: 'Confidence' }).getByLabel('Medium').check();
      await until('an answer', () => on.host.stored().words.confidence === 'medium');
      assert.deepEqual(on.host.stored().words.answers, [{ question: 'Q1', answer: '40 MB.' }]);
      await until('what it lacks', async () =>
        /The confidence has no reason/.test(await page.locator('.submission').innerText()),
      );
      await page.getByRole('button', { name: 'Clear: Confidence' }).click();
      await until('no confidence', () => on.host.stored().words.confidence === null);
      assert.equal(await page.evaluate('document.activeElement.name'), 'field-confidence');
    });

    it('is there for the latest round alone', async () => {
      const page = await open(reviewed);
      assert.equal(await page.locator('#tab-response').count(), 1);
      await page.getByRole('button', { name: /^Round 1/ }).click();
      assert.equal(await page.locator('#tab-response').count(), 0);
      await unfold('F1');
      assert.equal(await page.locator('#details-F1 textarea').count(), 0);
    });

    it('answers what earlier rounds left open, too', async () => {
      const state = panelOf([
        round({ number: 1, findings: [finding({ id: 'F1', severity: 'critical' })] }),
        {
          ...round({ number: 2, findings: [finding({ id: 'F2', round: 2 })] }),
          earlier: [finding({ id: 'F1', severity: 'critical' })],
        },
      ]);
      const page = await open(state);
      assert.deepEqual(await listed(), ['F1', 'F2']);
      assert.match(await page.locator('#finding-F1 .row-meta').innerText(), /from round 1/);
      await unfold('F1');
      await page.getByRole('group', { name: 'Your answer to F1' }).getByLabel('Deferred').check();
      await until('an answer', () => answerTo('F1')?.disposition === 'deferred');
    });
  });

  describe('with evidence', () => {
    const words = {
      ...noWords,
      findings: [answer({ finding: 'F1', action: 'Added it.', evidence: 'Section 4.2, lines 45-78' })],
    };

    it('shows what the host found, and leads to the place', async () => {
      const page = await open(reviewedOnce, {
        words,
        proofs: [{ finding: 'F1', state: 'not changed', detail: 'Nothing was changed in Section 4.2.' }],
        places: [{ finding: 'F1', references: ['Section 4.2, lines 45-78'] }],
      });
      await unfold('F1');
      const editor = page.getByRole('group', { name: 'Your answer to F1' });
      assert.match(
        await editor.locator('.proof').innerText(),
        /Not changed\. Nothing was changed in Section 4\.2\./,
      );
      await editor.getByRole('button', { name: 'Section 4.2, lines 45-78' }).click();
      await until('a question', () => sent('evidence/show').length === 1);
      assert.deepEqual(sent('evidence/show'), [
        { type: 'evidence/show', reference: 'Section 4.2, lines 45-78' },
      ]);
      await editor.getByRole('textbox', { name: 'Evidence' }).fill('Section 5');
      assert.match(await editor.locator('.proof').innerText(), /Comparing with the plan/);
    });

    it('takes the selection in the plan, below what is there', async () => {
      const page = await open(reviewedOnce, { words });
      await unfold('F1');
      await page.getByRole('button', { name: 'Use Selection as Evidence' }).click();
      await until('a question', () => sent('evidence/use-selection').length === 1);
      await on.panel.post({ type: 'evidence/selected', finding: 'F1', evidence: 'Section 5, line 80' });
      await until(
        'evidence',
        () => answerTo('F1')?.evidence === 'Section 4.2, lines 45-78\nSection 5, line 80',
      );
      assert.equal(await focusedId(), 'field-F1-evidence');
    });
  });

  it('begins with a sentence where that helps, and never in the place of what is written', async () => {
    const page = await open(reviewedOnce, {
      words: { ...noWords, findings: [answer({ finding: 'F2', response: 'Mine.', action: 'Done.' })] },
    });
    await unfold('F1');
    const first = page.getByRole('group', { name: 'Your answer to F1' });
    assert.equal(await first.getByRole('button', { name: 'A gap' }).count(), 0);
    await first.getByLabel('Accepted', { exact: true }).check();
    await first.getByRole('button', { name: 'A gap' }).click();
    assert.equal(await focusedId(), 'field-F1-response');
    await page.keyboard.type('who may shorten it.');
    await until('an answer', () => answerTo('F1')?.response.endsWith('who may shorten it.') === true);
    assert.match(answerTo('F1')?.action ?? '', /Added to the plan/);
    await unfold('F2');
    await page
      .getByRole('group', { name: 'Your answer to F2' })
      .getByRole('button', { name: 'A gap' })
      .click();
    await until('both', () => answerTo('F2')?.response.startsWith('Mine.\nValid concern') === true);
    assert.equal(answerTo('F2')?.action, 'Done.');
  });

  it('is asked for by the editor: unfolded, with the caret in the response', async () => {
    const page = await open(reviewWith(2_000));
    await page.getByRole('searchbox').fill('nothing like it');
    await on.panel.post({ type: 'finding/respond', finding: 'F1402' });
    await page.locator('#field-F1402-response:focus').waitFor();
    await page.keyboard.type('Here.');
    await until('an answer', () => answerTo('F1402')?.response === 'Here.');
  });

  describe('and the list of findings', () => {
    const words = {
      ...noWords,
      findings: [
        answer({ finding: 'F1' }),
        answer({ finding: 'F4', disposition: 'rejected', response: 'No.' }),
      ],
    };

    it('can be narrowed to what is open, a reviewer, a section and a disposition', async () => {
      const page = await open(reviewedOnce, { words, open: ['F1', 'F2', 'F4', 'F5'] });
      await page.getByRole('button', { name: 'Open only' }).click();
      assert.deepEqual(await listed(), ['F1', 'F2', 'F4', 'F5']);
      await page.getByRole('combobox', { name: 'Reviewer' }).selectOption('Operations');
      assert.deepEqual(await listed(), ['F1', 'F5']);
      assert.match(await page.locator('.matches').innerText(), /2 of 5 findings/);
      await page.getByRole('button', { name: 'Clear filter' }).click();
      await page.getByRole('combobox', { name: 'Section' }).selectOption('Files to change');
      assert.deepEqual(await listed(), ['F2']);
      await page.getByRole('combobox', { name: 'Section' }).selectOption('');
      await page.getByRole('combobox', { name: 'Disposition' }).selectOption('Rejected');
      assert.deepEqual(await listed(), ['F4']);
      await page.getByRole('combobox', { name: 'Disposition' }).selectOption('Not answered');
      assert.deepEqual(await listed(), ['F2', 'F5']);
      await page.reload();
      await page.locator('#finding-F2').waitFor();
      assert.deepEqual(await listed(), ['F2', 'F5'], 'and stays so over a reload');
    });

    it('keeps a row that was just answered, until the filter is another', async () => {
      const page = await open(reviewedOnce, { words });
      await page.getByRole('combobox', { name: 'Disposition' }).selectOption('Not answered');
      await unfold('F2');
      await page.getByRole('group', { name: 'Your answer to F2' }).getByLabel('Deferred').check();
      await until('an answer', () => answerTo('F2')?.disposition === 'deferred');
      assert.deepEqual(await listed(), ['F2', 'F3', 'F5']);
      await page.getByRole('searchbox').fill('e');
      await page.getByRole('combobox', { name: 'Disposition' }).selectOption('Accepted');
      assert.deepEqual(await listed(), ['F1']);
    });

    it('acknowledges all suggestions at once, and takes that back', async () => {
      const page = await open(reviewWith(20));
      const before = await page.locator('.bulk').innerText();
      const count = Number(/\((\d+)\)/.exec(before)?.[1]);
      assert.ok(count > 3);
      await page.getByRole('button', { name: /Acknowledge All Suggestions/ }).click();
      await until('answers', () => on.host.stored().words.findings.length === count);
      assert.ok(on.host.stored().words.findings.every(({ disposition }) => disposition === 'acknowledged'));
      await page.getByRole('button', { name: 'Take back' }).click();
      await until('no answers', () => on.host.stored().words.findings.length === 0);
    });

    it('draws no more rows for 10,000 findings with answers', async () => {
      const state = reviewWith(10_000);
      const all = state.rounds[0]?.findings.map(({ finding: { id } }) => answer({ finding: id })) ?? [];
      const page = await open(state, { words: { ...noWords, findings: all } });
      assert.ok((await page.locator('[data-finding]').count()) < 200);
      await unfold('F1');
      await page.locator('#field-F1-response').fill('Seen.');
      await until('an answer', () => answerTo('F1')?.response === 'Seen.');
      await page.evaluate('scrollTo(0, document.documentElement.scrollHeight / 2)');
      await until('rows in the middle', () =>
        page.evaluate(
          `document.elementFromPoint(innerWidth / 2, innerHeight * 0.8).closest('[data-finding]') !== null`,
        ),
      );
      assert.ok((await page.locator('[data-finding]').count()) < 200);
    });
  });

  it('is given with the keyboard alone, from the first finding to the end', async () => {
    const state = panelOf([
      round({
        number: 1,
        findings: [finding({ id: 'F1' }), finding({ id: 'F2', severity: 'minor' })],
        questions: [{ id: 'Q1', text: 'Who?' }],
      }),
    ]);
    const page = await open(state);
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) {
        await page.keyboard.press(key);
      }
    };
    await press('j', 'r');
    assert.equal(await focusedId(), 'field-F1-response');
    await page.keyboard.type('j k r / are letters here');
    assert.equal(await page.locator('#field-F1-response').inputValue(), 'j k r / are letters here');
    await press('Shift+Tab', 'ArrowDown');
    await until('the first choice', () => answerTo('F1')?.disposition === 'accepted');
    await press('ArrowDown');
    await until('the second choice', () => answerTo('F1')?.disposition === 'partially-accepted');
    assert.equal(await page.evaluate('document.activeElement.value'), 'partially-accepted');
    await press('Escape');
    assert.equal(
      await page.evaluate(`document.activeElement.closest('[data-finding]').dataset.finding`),
      'F1',
    );
    assert.ok(await page.evaluate(`document.activeElement.matches('.row-main')`));
    await page.locator('#tab-findings').focus();
    await press('ArrowRight');
    assert.equal(await focusedId(), 'tab-response');
    for (let steps = 0; (await focusedId()) !== 'field-Q1-answer' && steps < 20; steps += 1) {
      await press('Tab');
    }
    await page.keyboard.type('Bob');
    for (let steps = 0; (await focusedId()) !== 'field-author' && steps < 20; steps += 1) {
      await press('Tab');
    }
    await page.keyboard.type('Ada');
    await until('words', () => on.host.stored().words.author === 'Ada');
    await until('nothing missing', async () =>
      /Nothing is missing/.test(await page.locator('.submission').innerText()),
    );
    await press('Tab', 'Enter');
    await page.locator('#response-submitted').waitFor();
    assert.equal(on.host.stored().state, 'submitted');
    assert.deepEqual(on.host.stored().words.answers, [{ question: 'Q1', answer: 'Bob' }]);
  });

  it('shows hostile words as the text that they are', async () => {
    const nasty = '<img src=x onerror="window.pwned=1"><script>window.pwned=2</script>\u202Etxt';
    const page = await open(reviewedOnce, {
      words: {
        ...noWords,
        author: nasty,
        summary: nasty,
        findings: [answer({ finding: 'F1', response: nasty, evidence: nasty })],
      },
      proofs: [{ finding: 'F1', state: 'evidence not found', detail: nasty }],
      places: [{ finding: 'F1', references: [nasty] }],
      problems: [{ about: 'F1', field: 'response', message: nasty }],
      questions: [{ id: 'Q1', text: nasty }],
      state: 'submitted',
    });
    await unfold('F1');
    assert.equal(await page.locator('#field-F1-response').inputValue(), nasty);
    await tab();
    on.host.storeElsewhere((words) => ({ ...words, summary: `${nasty} theirs` }));
    await page.getByLabel('Summary').fill('mine');
    await page.locator('#response-conflict').waitFor();
    const hasHidden = String.raw`/\u202E/.test(document.querySelector('#app').innerText)`;
    assert.equal(await page.evaluate(hasHidden), false, 'what somebody else has written');
    await on.panel.post({
      type: 'response/set',
      response: { ...responseOf(reviewedOnce), kind: 'readable' },
      answers: 1,
      failure: { message: nasty, wayOut: nasty, isRetryable: false },
    });
    await page.locator('#response-failure').waitFor();
    assert.equal(await page.evaluate('window.pwned'), undefined);
    assert.equal(await page.locator('img, #app script').count(), 0);
    assert.equal(await page.evaluate(hasHidden), false);
  });
});
