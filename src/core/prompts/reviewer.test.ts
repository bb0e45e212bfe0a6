import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import type { Persona } from '../domain/persona.ts';
import { correctiveMessages } from './corrective.ts';
import { fenced } from './fence.ts';
import { reviewerPrompt, type ReviewerPromptInput } from './reviewer.ts';

const persona = (id: string): Persona => ({
  id,
  name: id,
  role: 'specialist',
  archetype: 'engineer',
  experience: 'senior',
  traits: [`trait of ${id}`],
  tags: [],
  dimensions: ['risk'],
  text: `text of ${id}`,
});

const text = '# Plan\n\nStep 1 writes the file.\n';

const input = (rest: Partial<ReviewerPromptInput> = {}): ReviewerPromptInput => ({
  areas: undefined,
  about: undefined,
  plan: { path: 'plans/a.md', title: 'Plan', kind: 'generic' },
  revision: `sha256:${'0'.repeat(64)}`,
  text,
  claims: [],
  persona: persona('ops'),
  role: 'specialist',
  strategy: 'complementary',
  shown: [],
  isQuoted: (quote) => text.includes(quote),
  ...rest,
});

const finding = {
  severity: 'minor',
  severityReason: 'costs time',
  category: 'clarity',
  title: 'Unclear',
  quote: 'Step 1',
  observation: 'o',
  concern: 'c',
  recommendation: 'r',
  confidence: 'low',
  falsifier: null,
};

const answer = {
  summary: 's',
  verdict: 'GO',
  ratings: { clarity: 8, accuracy: 8, fit: 8, usability: 8 },
  findings: [finding],
  nothingFound: null,
  strengths: [],
  questions: [],
  assumptions: [],
  severityArguments: [],
};

describe('reviewerPrompt', () => {
  test('shares everything up to the persona between all reviewers of a round', () => {
    const shown = [
      { label: 'lead-1', severity: 'minor', category: 'risk', title: 't', quote: 'q', concern: 'c' },
    ];
    const prefix = (rest: Partial<ReviewerPromptInput>): unknown => {
      const { system, messages, jsonSchema } = reviewerPrompt(input(rest));
      const parts = messages[0]?.parts ?? [];
      const end = parts.findIndex((part) => part.endsSharedPrefix === true);
      return { system, jsonSchema, parts: parts.slice(0, end + 1) };
    };
    const first = prefix({ role: 'lead', persona: persona('lead') });

    assert.deepEqual(prefix({ shown }), first);
    assert.deepEqual(prefix({ strategy: 'independent', persona: persona('newcomer') }), first);
    assert.notDeepEqual(prefix({ text: `${text}More.\n` }), first);
  });

  test('shows a specialist what the others found, and a lead and an independent reader nothing', () => {
    const own = (rest: Partial<ReviewerPromptInput>): string =>
      reviewerPrompt(input(rest)).messages[0]?.parts.at(-1)?.text ?? '';
    const shown = [
      {
        label: 'lead-1',
        severity: 'minor',
        category: 'risk',
        title: 'Known already',
        quote: '',
        concern: 'c',
      },
    ];

    assert.match(own({ shown }), /Known already/);
    assert.match(own({ shown }), /only what is missing/);
    assert.doesNotMatch(own({ shown, role: 'lead' }), /Known already/);
    assert.doesNotMatch(own({ shown, strategy: 'independent' }), /Known already/);
    assert.match(own({}), /trait of ops[\s\S]*text of ops/);
  });

  test('reads an answer, also from a fence', () => {
    const { parse } = reviewerPrompt(input());
    const parsed = parse(`Here it is:\n\`\`\`json\n${JSON.stringify(answer)}\n\`\`\``);

    assert.ok(parsed.ok);
    assert.equal(parsed.value.findings[0]?.quote, 'Step 1');
    assert.equal(parsed.value.findings[0]?.falsifier, undefined);
  });

  test('refuses an empty review without a reason, and one whose quotes are mostly invented', () => {
    const { parse } = reviewerPrompt(input());
    const invented = { ...finding, quote: 'Step 99 deletes everything' };
    const problemsOf = (value: unknown): readonly string[] => {
      const parsed = parse(JSON.stringify(value));
      return parsed.ok ? [] : parsed.problems;
    };

    assert.match(problemsOf({ ...answer, findings: [] })[0] ?? '', /nothingFound/);
    assert.deepEqual(problemsOf({ ...answer, findings: [], nothingFound: 'Looked for holes.' }), []);
    assert.match(problemsOf({ ...answer, findings: [invented] })[0] ?? '', /Step 99/);
    assert.deepEqual(problemsOf({ ...answer, findings: [finding, invented] }), []);
    assert.match(problemsOf({ ...answer, ratings: { ...answer.ratings, fit: 11 } })[0] ?? '', /ratings\.fit/);
    assert.match(problemsOf('no object')[0] ?? '', /expected object/);
  });

  test('never throws on an answer', () => {
    const { parse } = reviewerPrompt(input());
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (raw) => void parse(raw)));
  });
});

describe('fenced', () => {
  test('nothing in the text ends the fence, and the same text has the same fence', () => {
    fc.assert(
      fc.property(fc.string(), (plan) => {
        const once = fenced('plan', plan);
        // A text that holds a fence of its own is the hardest one.
        const twice = fenced('plan', once);
        const closing = twice.slice(twice.lastIndexOf('</'));
        assert.equal(twice.indexOf(closing), twice.length - closing.length);
        assert.equal(fenced('plan', once), twice);
      }),
    );
  });
});

describe('correctiveMessages', () => {
  test('keeps the request and the answer, and ends with the problems', () => {
    const { messages } = reviewerPrompt(input());
    const corrected = correctiveMessages(messages, '{}', ['findings: missing']);

    assert.deepEqual(corrected.slice(0, -2), messages);
    assert.deepEqual(corrected.at(-2), { role: 'assistant', parts: [{ text: '{}' }] });
    assert.match(corrected.at(-1)?.parts[0]?.text ?? '', /findings: missing/);
    assert.equal(correctiveMessages(messages, '', ['no answer']).length, messages.length + 1);
  });
});
