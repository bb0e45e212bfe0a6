import assert from 'node:assert/strict';
import test from 'node:test';
import type { Draft } from '../../domain/draft.ts';
import type { FindingResponse } from '../../domain/response.ts';
import type { EditedResponse } from '../../reports/readResponse.ts';
import { draftedFields, fillIn, ownWords } from './draftedFields.ts';

function response(
  findings: readonly FindingResponse[],
  fields: Partial<EditedResponse> = {},
): EditedResponse {
  return {
    author: '',
    summary: '',
    assessment: null,
    assessmentReason: '',
    findings: [...findings],
    answers: [],
    recommendation: '',
    confidence: null,
    confidenceReason: '',
    ...fields,
  };
}

function draft(findings: Draft['findings'], fields: Partial<Draft> = {}): Draft {
  return { findings, answers: [], edits: [], dropped: [], ...fields };
}

/** The response with a draft in it, after earlier ones. */
function filled(before: EditedResponse, next: Draft, earlier: readonly Draft[] = []) {
  return fillIn(before, ownWords(before, draftedFields(before, earlier)), next);
}

const words = (finding: string, fields: Partial<FindingResponse> = {}): FindingResponse => ({
  finding,
  disposition: null,
  response: '',
  action: '',
  evidence: '',
  ...fields,
});

test('a draft fills what is empty, and is known again word for word', () => {
  const next = draft([{ finding: 'F1', disposition: 'accepted', response: 'Right.\nYes.' }], {
    summary: 'All right.',
    answers: [{ question: 'Q1', answer: 'Ada.' }],
  });
  const { said, dropped } = filled(response([]), next);
  assert.deepEqual(said.findings, [words('F1', { disposition: 'accepted', response: 'Right.\nYes.' })]);
  assert.deepEqual(dropped, []);
  const windows = {
    ...said,
    findings: [words('F1', { disposition: 'accepted', response: 'Right.\r\nYes.\r\n' })],
  };
  assert.deepEqual(
    draftedFields(windows, [next]).map(({ about = 'all', field }) => `${about} ${field}`),
    ['all summary', 'F1 disposition', 'F1 response', 'Q1 answer'],
  );
  const touched = { ...said, findings: [words('F1', { disposition: 'accepted', response: 'Right!' })] };
  assert.ok(!draftedFields(touched, [next]).some(({ field }) => field === 'response'));
});

test('what the author has written since stays, and an answer that contradicts it is left out', () => {
  const before = response([
    words('F1', { disposition: 'rejected', response: 'No.' }),
    words('F2', { response: 'Mine.' }),
  ]);
  const {
    said,
    filled: fields,
    dropped,
  } = filled(
    before,
    draft([
      { finding: 'F1', disposition: 'accepted', response: 'Yes.' },
      { finding: 'F2', disposition: 'deferred', response: 'Theirs.' },
    ]),
  );
  assert.deepEqual(said.findings, [
    words('F1', { disposition: 'rejected', response: 'No.' }),
    words('F2', { disposition: 'deferred', response: 'Mine.' }),
  ]);
  assert.deepEqual(fields, [{ about: 'F2', field: 'disposition' }]);
  assert.deepEqual(
    dropped.map(({ about }) => about),
    ['F1', 'F2'],
  );
});

test('a later draft takes the place of an earlier one, down to the fields that it leaves empty', () => {
  const first = draft([{ finding: 'F1', disposition: 'accepted', response: 'Yes.', action: 'Done.' }]);
  const before = filled(response([]), first).said;
  const second = draft([{ finding: 'F1', disposition: 'rejected', response: 'No.' }]);
  assert.deepEqual(filled(before, second, [first]).said.findings, [
    words('F1', { disposition: 'rejected', response: 'No.' }),
  ]);
  // Words that the author changed are the author's, and so is what they decide.
  const touched = response([
    words('F1', { disposition: 'accepted', response: 'Yes, indeed.', action: 'Done.' }),
  ]);
  assert.deepEqual(filled(touched, second, [first]).said.findings, [
    words('F1', { disposition: 'accepted', response: 'Yes, indeed.', action: 'Done.' }),
  ]);
});
