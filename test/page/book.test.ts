import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { PanelDraft, ReadableResponse, ResponseWords } from '../../src/protocol/panelResponse.ts';
import {
  conflictsOf,
  isDirty,
  keepMine,
  keptOf,
  meet,
  openBook,
  readKept,
  send,
  strandedEdits,
  takeTheirs,
  write,
  type Book,
} from '../../webview-ui/response/book.ts';
import { fieldsOf, wordsOf, type FieldKey } from '../../webview-ui/response/fields.ts';
import { noWords } from './support/responseHost.ts';

const asked = { findings: ['F1', 'F2'], questions: ['Q1'] };

function stored(version: string, words: Partial<ResponseWords> = {}): ReadableResponse {
  return {
    kind: 'readable',
    round: 1,
    version,
    state: 'draft',
    updatedAt: '2026-03-12T10:00:00.000Z',
    words: { ...noWords, ...words },
    isEdited: false,
    open: asked.findings,
    questions: [{ id: 'Q1', text: 'Who?' }],
    problems: [],
    proofs: [],
    places: [],
    document: 'response.md',
  };
}

function valuesOf(book: Book, ...keys: FieldKey[]): string[] {
  return keys.map((key) => book.fields.get(key) ?? '');
}

test('words come apart and together as they were', () => {
  const words: ResponseWords = {
    ...noWords,
    author: 'Ada',
    assessment: 'CONDITIONAL GO',
    confidence: 'low',
    findings: [{ finding: 'F2', disposition: 'rejected', response: 'No.', action: '', evidence: '' }],
    answers: [{ question: 'Q1', answer: 'Bob.' }],
  };
  assert.deepEqual(wordsOf(fieldsOf(words), asked), words);
});

test('what only one side has changed is merged field by field', () => {
  const begun = write(openBook(stored('v1'), undefined), 'summary', 'Mine');
  const met = meet(begun, stored('v2', { author: 'Ada' }));
  assert.deepEqual(valuesOf(met, 'summary', 'author'), ['Mine', 'Ada']);
  assert.deepEqual(conflictsOf(met), []);
  const { draft } = send(met);
  assert.deepEqual([draft.version, draft.words.summary, draft.words.author], ['v2', 'Mine', 'Ada']);
});

test('what both have changed waits for a choice, and is not stored meanwhile', () => {
  const begun = write(write(openBook(stored('v1'), undefined), 'summary', 'Mine'), 'author', 'Ada');
  const met = meet(begun, stored('v2', { summary: 'Theirs' }));
  assert.deepEqual(conflictsOf(met), ['summary']);
  assert.deepEqual(valuesOf(met, 'summary'), ['Mine']);
  const { draft } = send(met);
  assert.deepEqual([draft.words.summary, draft.words.author], ['Theirs', 'Ada']);
  const kept = keepMine(met, ['summary']);
  assert.equal(send(kept).draft.words.summary, 'Mine');
  const taken = takeTheirs(met, ['summary']);
  assert.deepEqual([send(taken).draft.words.summary, conflictsOf(taken)], ['Theirs', []]);
});

test('the same words from both sides are no conflict, and theirs taken back are none either', () => {
  const begun = write(openBook(stored('v1'), undefined), 'summary', 'Same');
  assert.equal(isDirty(meet(begun, stored('v2', { summary: 'Same' }))), false);
  const contested = meet(begun, stored('v2', { summary: 'Theirs' }));
  assert.deepEqual(conflictsOf(meet(contested, stored('v3'))), []);
});

test('what the author has sent comes back as no change of anybody else', () => {
  let book = write(openBook(stored('v1'), undefined), 'summary', 'a');
  ({ book } = send(book));
  book = write(book, 'summary', 'ab');
  ({ book } = send(book));
  book = write(book, 'summary', 'abc');
  const first = meet(book, stored('v2', { summary: 'a' }));
  assert.deepEqual([conflictsOf(first), valuesOf(first, 'summary')], [[], ['abc']]);
  const second = meet(first, stored('v3', { summary: 'ab' }));
  assert.deepEqual([conflictsOf(second), valuesOf(second, 'summary')], [[], ['abc']]);
  assert.equal(isDirty(second), true);
  // Sent once, and then put there again by somebody who had gone back to it.
  assert.deepEqual(conflictsOf(meet(second, stored('v4', { summary: 'a' }))), ['summary']);
});

test('a field that is written back to what is stored is clean', () => {
  const book = write(openBook(stored('v1', { summary: 'x' }), undefined), 'summary', 'y');
  assert.equal(isDirty(book), true);
  assert.equal(isDirty(write(book, 'summary', 'x')), false);
});

test('what is kept over a reload is written again, unless it is stored by then', () => {
  const begun = write(write(openBook(stored('v1'), undefined), 'summary', 'Mine'), 'F1.response', 'So.');
  const kept = readKept(JSON.parse(JSON.stringify(keptOf(begun))));
  const again = openBook(stored('v2', { summary: 'Mine' }), kept);
  assert.deepEqual([...again.edits.keys()], ['F1.response']);
  assert.equal(keptOf(openBook(stored('v1'), undefined)), undefined);
});

test('words for another round, or for what is not asked any more, are told of and sent nowhere', () => {
  const kept = { round: 1, edits: [['F9.response', { value: 'So.', base: '', sent: [] }]] } as const;
  assert.deepEqual(
    strandedEdits(stored('v1'), kept).map(([key]) => key),
    ['F9.response'],
  );
  assert.equal(isDirty(openBook(stored('v1'), kept)), false);
  assert.equal(strandedEdits({ ...stored('v1'), round: 2 }, { ...kept, edits: [...kept.edits] }).length, 1);
});

test('what was kept in another shape is left out', () => {
  assert.equal(readKept(undefined), undefined);
  assert.equal(readKept({ round: '1', edits: [] }), undefined);
  assert.deepEqual(readKept({ round: 1, edits: [['summary', { value: 1 }], 'x', null] }), {
    round: 1,
    edits: [],
  });
});

/** What happens to a response that two write: each step is somebody's. */
const step = fc.record({
  who: fc.constantFrom('me', 'them'),
  key: fc.constantFrom<FieldKey>('summary', 'author', 'F1.response', 'Q1.answer'),
  value: fc.constantFrom('', 'a', 'b', 'c'),
  saves: fc.boolean(),
});

test('whatever two write, in whatever order: nobody loses a word unseen', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let version = 0;
      let disk = stored('v0');
      let book = openBook(disk, undefined);
      const store = (words: ResponseWords): void => {
        version += 1;
        disk = stored(`v${version}`, words);
      };
      const save = (): void => {
        const before: PanelDraft[] = [];
        for (let tries = 0; isDirty(book) && tries < 3; tries += 1) {
          const sent = send(book);
          book = sent.book;
          before.push(sent.draft);
          if (sent.draft.version === disk.version) {
            store(sent.draft.words);
          }
          book = meet(book, disk);
        }
        assert.equal(isDirty(book), false, JSON.stringify(before));
      };
      for (const { who, key, value, saves } of steps) {
        if (who === 'me') {
          book = write(book, key, value);
          const isChange = book.edits.has(key);
          if (saves) {
            save();
          }
          if (isChange) {
            assert.equal(book.fields.get(key) ?? '', value, 'my words stand as I wrote them');
          }
        } else {
          store(wordsOf(new Map([...fieldsOf(disk.words), [key, value]]), asked));
        }
      }
      const theirs = fieldsOf(disk.words);
      book = meet(book, disk);
      for (const [key, edit] of book.edits) {
        assert.notEqual(edit.theirs ?? theirs.get(key) ?? '', edit.value);
        assert.ok(
          edit.theirs === undefined || edit.theirs === (theirs.get(key) ?? ''),
          'what waits is what is stored',
        );
      }
      const conflicts = new Set(conflictsOf(book));
      save();
      for (const [key, value] of book.fields) {
        assert.equal(
          fieldsOf(disk.words).get(key) ?? '',
          conflicts.has(key) ? (theirs.get(key) ?? '') : value,
        );
      }
    }),
    { numRuns: 1_000 },
  );
});
