import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { severitySchema } from '../domain/finding.ts';
import { mergeFindings, rootCauseLikeness, similarityOf, type MergeableFinding } from './mergeFindings.ts';

function finding(label: string, title: string, rest: Partial<MergeableFinding> = {}): MergeableFinding {
  return {
    label,
    reviewer: label.replace(/-\d+$/, ''),
    severity: 'major',
    title,
    observation: '',
    concern: '',
    recommendation: '',
    place: undefined,
    ...rest,
  };
}

const labels = (groups: readonly (readonly MergeableFinding[])[]): string[][] =>
  groups.map((group) => group.map((member) => member.label));

/** Findings on other things, so that the words of a cause stand out. */
const others = [
  finding('other-1', 'Rollback of the database migration is missing'),
  finding('other-2', 'Success criteria have no threshold for latency'),
  finding('other-3', 'Phase two starts before its inputs exist'),
  finding('other-4', 'Tokens are written to the log in clear text'),
];

describe('mergeFindings', () => {
  test('puts what two reviewers say of one cause together, the worst first', () => {
    const groups = mergeFindings([
      finding('lead-1', 'The retry loop of the payment client has no bound', { severity: 'minor' }),
      finding('ops-1', 'Payment client retries without a bound', { severity: 'critical' }),
      ...others,
    ]);

    assert.deepEqual(labels(groups), [
      ['ops-1', 'lead-1'],
      ['other-1'],
      ['other-2'],
      ['other-3'],
      ['other-4'],
    ]);
  });

  test('keeps two findings of one reviewer apart, however alike', () => {
    const groups = mergeFindings([
      finding('lead-1', 'Payment client retries without a bound'),
      finding('lead-2', 'Payment client retries without a bound'),
      ...others,
    ]);

    assert.equal(groups.length, 6);
  });

  test('joins what is proposed, transitively, and ignores labels that nobody has', () => {
    const groups = mergeFindings(
      [finding('a-1', 'First'), finding('b-1', 'Second'), finding('c-1', 'Third'), finding('d-1', 'Fourth')],
      [
        ['a-1', 'c-1'],
        ['c-1', 'd-1'],
        ['b-1', 'nobody-1'],
      ],
    );

    assert.deepEqual(labels(groups), [['a-1', 'c-1', 'd-1'], ['b-1']]);
  });

  test('the same quoted words count for likeness, and are not enough alone', () => {
    const place = { start: 10, end: 40 };
    const alike = [
      finding('lead-1', 'Cache entries never expire after deployment', { place }),
      finding('ops-1', 'Nothing evicts from cache storage', { place }),
    ];
    const unlike = [
      finding('lead-1', 'Cache entries never expire after deployment', { place }),
      finding('ops-1', 'Nobody reviewed licence terms', { place }),
    ];
    const elsewhere = alike.map((member, index) => ({
      ...member,
      place: { start: index * 100, end: index * 100 + 9 },
    }));

    assert.equal(mergeFindings([...alike, ...others]).length, 5);
    assert.equal(mergeFindings([...unlike, ...others]).length, 6);
    assert.equal(mergeFindings([...elsewhere, ...others]).length, 6);
  });

  test('knows one cause among few findings as well, where most words are shared', () => {
    const groups = mergeFindings([
      finding('lead-1', 'Nobody says what happens when the queue is full'),
      finding('ops-1', 'A full queue blocks the senders'),
    ]);
    assert.deepEqual(labels(groups), [['lead-1', 'ops-1']]);
  });

  test('loses and doubles nothing, whatever is found and proposed', () => {
    const words = ['cache', 'retry', 'token', 'phase', 'rollback', 'bound', 'missing', 'log'];
    const anyFinding = fc.record({
      reviewer: fc.constantFrom('a', 'b', 'c'),
      severity: fc.constantFrom(...severitySchema.options),
      title: fc.array(fc.constantFrom(...words), { maxLength: 5 }).map((list) => list.join(' ')),
      start: fc.nat(50),
    });
    fc.assert(
      fc.property(
        fc.array(anyFinding, { maxLength: 15 }),
        fc.array(fc.array(fc.nat(20), { maxLength: 4 }), { maxLength: 3 }),
        (drafts, proposed) => {
          const all = drafts.map(({ reviewer, severity, title, start }, index) =>
            finding(`${reviewer}-${index}`, title, { severity, place: { start, end: start + 5 } }),
          );
          const groups = mergeFindings(
            all,
            proposed.map((group) => group.map((index) => all[index]?.label ?? 'nobody')),
          );
          assert.deepEqual(
            groups.flatMap((group) => group.map((member) => member.label)).toSorted(),
            all.map((member) => member.label).toSorted(),
          );
          for (const group of proposed) {
            const known = new Set(group.flatMap((index) => all[index]?.label ?? []));
            const holders = groups.filter((members) => members.some((member) => known.has(member.label)));
            assert.ok(holders.length <= 1);
          }
        },
      ),
    );
  });

  test('puts the same together in whatever order the reviewers answered', () => {
    const words = ['cache', 'retry', 'token', 'phase', 'rollback', 'bound', 'missing', 'log'];
    const drafts = fc.array(
      fc.record({
        reviewer: fc.constantFrom('a', 'b', 'c', 'd'),
        title: fc
          .array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 })
          .map((list) => list.join(' ')),
        start: fc.nat(20),
      }),
      { maxLength: 14 },
    );
    const partition = (all: readonly MergeableFinding[]): string[] =>
      labels(mergeFindings(all))
        .map((group) => group.toSorted().join(' '))
        .toSorted();
    fc.assert(
      fc.property(
        drafts.chain((all) => {
          const findings = all.map(({ reviewer, title, start }, index) =>
            finding(`${reviewer}-${index}`, title, { place: { start, end: start + 5 } }),
          );
          return fc.tuple(
            fc.constant(findings),
            fc.shuffledSubarray(findings, { minLength: findings.length, maxLength: findings.length }),
          );
        }),
        ([one, other]) => assert.deepEqual(partition(one), partition(other)),
      ),
    );
  });

  test('a joined group is held against others by its average, and every pair of like findings is looked at', () => {
    const vocabulary = fc.constantFrom(
      'cache',
      'retry',
      'token',
      'phase',
      'bound',
      'log',
      'rollback',
      'expiry',
    );
    const texts = fc.array(fc.array(vocabulary, { minLength: 1, maxLength: 5 }), { maxLength: 10 });
    fc.assert(
      fc.property(texts, (all) => {
        const findings = all.map((list, index) => finding(`r${index}-1`, list.join(' ')));
        const groups = mergeFindings(findings);
        const { between } = similarityOf(findings);
        const at = (member: MergeableFinding): number => findings.indexOf(member);
        for (const [index, group] of groups.entries()) {
          for (const other of groups.slice(index + 1)) {
            const pairs = group.flatMap((a) => other.map((b) => between(at(a), at(b))));
            const average = pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
            // No two groups are left that should have been joined.
            assert.ok(average < rootCauseLikeness + 1e-9);
          }
        }
      }),
    );
  });
});
