import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { diffPlans } from './planDiff.ts';
import { reanchor } from './reanchor.ts';

const contextLength = 32;

function anchorAt(text: string, start: number, end: number): Parameters<typeof reanchor>[1] {
  return {
    quote: text.slice(start, end),
    prefix: text.slice(Math.max(0, start - contextLength), start),
    suffix: text.slice(end, end + contextLength),
    offset: start,
  };
}

/** Where the words of `quote` are found in `after`, as text; undefined where they are lost. */
function follow(before: string, quote: string, after: string): string | undefined {
  const start = before.indexOf(quote);
  const place = reanchor(diffPlans(before, after), anchorAt(before, start, start + quote.length));
  return place === undefined ? undefined : after.slice(place.start, place.end);
}

describe('reanchor', () => {
  const before =
    '# Plan\n\nThe queue retries three times.\nThen it gives up.\n\n## Risks\n\nNone are known.\n';

  test('follows words that lines were put before', () => {
    assert.equal(
      follow(before, 'retries three times', `New first line.\n\n${before}`),
      'retries three times',
    );
  });

  test('follows words that were changed a little, with the change', () => {
    const after = before.replace('three times', 'four times');
    assert.equal(follow(before, 'The queue retries three times.', after), 'The queue retries four times.');
  });

  test('loses words that were deleted, though others resemble them', () => {
    const twice = `${before}\nThe queue retries three rounds at least, and later it gives up.\n`;
    const after = twice.replace('The queue retries three times.\n', '');
    assert.equal(follow(twice, 'The queue retries three times.', after), undefined);
  });

  test('finds a paragraph that was put elsewhere', () => {
    const after = `${before.replace('The queue retries three times.\n', '')}\nThe queue retries three times.\n`;
    assert.equal(follow(before, 'The queue retries three times.', after), 'The queue retries three times.');
  });

  test('keeps the copy it stood on', () => {
    const list = '- do it\n- do it\n- do it\n';
    const second = list.indexOf('do it', 4);
    const after = `- first\n${list}`;
    const place = reanchor(diffPlans(list, after), anchorAt(list, second, second + 5));
    assert.deepEqual(place, { start: second + 8, end: second + 13 });
  });
});

/**
 * Edits with ground truth. A text of numbered paragraphs, each of which is kept, moved down, mended by one word, or
 * deleted; an anchor sits on one of them. Paragraphs share most of their words, as those of plans do.
 */
describe('reanchor, over generated edits', () => {
  const words = [
    'queue',
    'retry',
    'worker',
    'schema',
    'migrate',
    'naïve',
    'deploy',
    '日本',
    '😀',
    'token',
    'cache',
    'flag',
  ];
  const paragraph = fc
    .tuple(fc.array(fc.constantFrom(...words), { minLength: 8, maxLength: 16 }), fc.nat(9_999))
    .map(([list, number]) => `Step ${number}: ${list.join(' ')}.`);
  const plan = fc.uniqueArray(paragraph, {
    minLength: 6,
    maxLength: 30,
    selector: (text) => text.slice(0, 9),
  });
  const fate = fc.constantFrom('keep', 'keep', 'mend', 'delete', 'insert' as const);

  const run = (newline: string): { alive: number; right: number; deleted: number; wrong: number } => {
    const totals = { alive: 0, right: 0, deleted: 0, wrong: 0 };
    fc.assert(
      fc.property(plan, fc.array(fate, { minLength: 30, maxLength: 30 }), (paragraphs, fates) => {
        const before = paragraphs.join(newline + newline);
        const edited = paragraphs.map((text, index) => edit(text, fates[index] ?? 'keep'));
        const after = edited.flatMap((change) => change.lines).join(newline + newline);
        const diff = diffPlans(before, after);
        for (const [index, text] of paragraphs.entries()) {
          const start = before.indexOf(text);
          const place = reanchor(diff, anchorAt(before, start, start + text.length));
          const found = place === undefined ? undefined : after.slice(place.start, place.end);
          const expected = edited[index]?.now;
          if (expected === undefined) {
            totals.deleted += 1;
            totals.wrong += found === undefined ? 0 : 1;
          } else {
            totals.alive += 1;
            totals.right += found === expected ? 1 : 0;
          }
          if (place !== undefined) {
            assert.ok(isWhole(after, place.start) && isWhole(after, place.end), 'no surrogate pair is cut');
          }
        }
      }),
      { numRuns: 60, seed: 7 },
    );
    return totals;
  };

  const edit = (text: string, how: string): { lines: string[]; now: string | undefined } => {
    const mended = text.replace(/ \S+\.$/, ' rewritten.');
    switch (how) {
      case 'mend':
        return { lines: [mended], now: mended };
      case 'delete':
        return { lines: [], now: undefined };
      case 'insert':
        return { lines: ['An altogether new paragraph about rollback.', text], now: text };
      default:
        return { lines: [text], now: text };
    }
  };

  const isWhole = (text: string, offset: number): boolean =>
    !(/[\uD800-\uDBFF]/.test(text.charAt(offset - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(offset)));

  for (const [name, newline] of [
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ] as const) {
    test(`alive anchors are right and deleted ones lost (${name})`, () => {
      const { alive, right, deleted, wrong } = run(newline);
      assert.ok(right / alive >= 0.99, `${right} of ${alive} alive anchors are right`);
      assert.ok(wrong / deleted <= 0.01, `${wrong} of ${deleted} deleted ones were put elsewhere`);
    });
  }
});
