import assert from 'node:assert/strict';
import test from 'node:test';
import { anchorOf, placeAnchor } from './anchors.ts';
import { offsetAt, rangeOf } from './lineIndex.ts';
import { parsePlan, revisionOf } from './planDocument.ts';

const text = '# Plan\n\n## A\n\nSee `src/a.ts` first.\n\n## B\n\nSee `src/a.ts` then.\n';
const document = parsePlan('plan.md', text);
const revision = revisionOf(new TextEncoder().encode(text));
const second = text.lastIndexOf('src/a.ts');
const anchor = anchorOf(document, revision, rangeOf(document.lines, second, second + 8));

function placed(changed: string): string {
  const later = parsePlan('plan.md', changed);
  const place = placeAnchor(later, revisionOf(new TextEncoder().encode(changed)), anchor);
  return place.state === 'lost'
    ? 'lost'
    : `${place.state} ${changed.slice(offsetAt(later.lines, place.range.start) - 5)}`;
}

test('an anchor knows its words, what stands around them and its section', () => {
  assert.equal(anchor.quote, 'src/a.ts');
  assert.ok(anchor.prefix.endsWith('See `') && anchor.suffix.startsWith('` then'));
  assert.deepEqual(anchor.section, ['Plan', 'B']);
});

test('in its own revision an anchor is exact', () => {
  const place = placeAnchor(document, revision, anchor);
  assert.deepEqual(place, { state: 'exact', range: rangeOf(document.lines, second, second + 8) });
});

test('in a later text it moves with the copy that has its surroundings', () => {
  assert.equal(
    placed(text.replace('## A\n', '## A\n\nMuch more text here.\n')),
    'moved See `src/a.ts` then.\n',
  );
  assert.equal(placed(text.replace('See `src/a.ts` first.\n\n', '')), 'moved See `src/a.ts` then.\n');
});

test('when its words are gone it is lost', () => {
  assert.equal(placed(text.replaceAll('src/a.ts', 'src/b.ts')), 'lost');
});

test('a short quote is not taken for another place that happens to hold it', () => {
  const short = anchorOf(document, revision, rangeOf(document.lines, second, second + 3));
  const later = parsePlan('plan.md', 'nothing alike, but src once');
  assert.deepEqual(placeAnchor(later, revisionOf(new Uint8Array()), short), { state: 'lost' });
});
