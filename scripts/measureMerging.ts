import { readFileSync } from 'node:fs';
import process from 'node:process';
import { z } from 'zod';
import { groupBy } from '../src/core/base/groupBy.ts';
import {
  mergeFindings,
  rootCauseLikeness,
  type MergeableFinding,
} from '../src/core/analysis/mergeFindings.ts';
import { severitySchema } from '../src/core/domain/finding.ts';

/**
 * Says how well findings on one root cause are put together without a model, on findings whose causes were judged by hand:
 *
 *   node scripts/measureMerging.ts <file>
 *
 * Precision is the share of the pairs in one group that have one cause, recall the share of the pairs with one cause that
 * are in one group. A cause whose name has all words of another one's (`budget-unit` and `unit`) is a compound of it: pairs
 * of the two are wrong by the key, and the figure "without compounds" leaves them out.
 */
const fileSchema = z.object({
  findings: z.array(
    z.object({
      reviewer: z.string(),
      id: z.string(),
      severity: severitySchema,
      title: z.string(),
      observation: z.string(),
      concern: z.string(),
      recommendation: z.string(),
      rootCause: z.string(),
      quote: z.string().default(''),
      line: z.int().optional(),
    }),
  ),
});

interface Judged extends MergeableFinding {
  readonly cause: string;
}

interface Count {
  right: number;
  wrong: number;
  compound: number;
  there: number;
}

/** Thresholds that cross-validation chooses from. */
const thresholds = Array.from({ length: 29 }, (_, index) => 0.12 + index / 100);

function readFindings(path: string): readonly Judged[] {
  return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).findings.map((finding) => {
    const { reviewer, id, severity, title, observation, concern, recommendation, rootCause, quote, line } =
      finding;
    // Only lines are known: quotes that begin in one line lie over each other, and lines are far apart.
    const start = (line ?? 0) * 100_000;
    return {
      label: `${reviewer}-${id}`,
      reviewer,
      severity,
      title,
      observation,
      concern,
      recommendation,
      cause: rootCause,
      place: quote === '' || line === undefined ? undefined : { start, end: start + quote.length },
    };
  });
}

function isCompound(a: string, b: string): boolean {
  const [first, second] = [a.split('-'), b.split('-')];
  return first.every((word) => second.includes(word)) || second.every((word) => first.includes(word));
}

function pairsOf<T>(items: readonly T[]): readonly (readonly [T, T])[] {
  return items.flatMap((a, index) => items.slice(index + 1).map((b) => [a, b] as const));
}

/** Counts the pairs whose first finding `counts` holds to be of interest. */
function measure(
  all: readonly Judged[],
  threshold: number,
  counts: (a: Judged) => boolean = () => true,
): Count {
  const count: Count = { right: 0, wrong: 0, compound: 0, there: 0 };
  count.there = pairsOf(all).filter(([a, b]) => a.cause === b.cause && counts(a)).length;
  const causes = new Map(all.map(({ label, cause }) => [label, cause]));
  for (const group of mergeFindings(all, [], threshold)) {
    const judged = group.map((member) => ({ ...member, cause: causes.get(member.label) ?? '' }));
    for (const [a, b] of pairsOf(judged).filter(([first]) => counts(first))) {
      count[a.cause === b.cause ? 'right' : isCompound(a.cause, b.cause) ? 'compound' : 'wrong'] += 1;
    }
  }
  return count;
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}

function line(name: string, { right, wrong, compound, there }: Count): string {
  return [
    name.padEnd(44),
    `precision ${share(right, right + wrong + compound).padStart(7)}`,
    `without compounds ${share(right, right + wrong).padStart(7)}`,
    `recall ${share(right, there).padStart(7)}`,
  ].join('   ');
}

/** The threshold with the best F1 on findings that the measured ones are not among. */
function chosen(training: readonly Judged[]): number {
  const f1 = (threshold: number): number => {
    const { right, wrong, compound, there } = measure(training, threshold);
    return (2 * right) / (right + wrong + compound + there || 1);
  };
  return thresholds.reduce((best, threshold) => (f1(threshold) > f1(best) ? threshold : best));
}

/** Each part is measured with the threshold that the others choose; a pair of two parts counts for one of them. */
function crossValidated(
  all: readonly Judged[],
  partOf: (finding: Judged) => string,
): Count & { spread: string } {
  const total = { right: 0, wrong: 0, compound: 0, there: 0 };
  const used: number[] = [];
  for (const part of new Set(all.map(partOf))) {
    const threshold = chosen(all.filter((finding) => partOf(finding) !== part));
    used.push(threshold);
    const count = measure(all, threshold, (finding) => partOf(finding) === part);
    for (const key of ['right', 'wrong', 'compound', 'there'] as const) {
      total[key] += count[key];
    }
  }
  return { ...total, spread: `${Math.min(...used).toFixed(2)} to ${Math.max(...used).toFixed(2)}` };
}

function worstMisses(all: readonly Judged[]): readonly string[] {
  const groups = mergeFindings(all, [], rootCauseLikeness).map((group) => group.map(({ label }) => label));
  const byLabel = new Map(all.map((finding) => [finding.label, finding]));
  const shown = (label: string): string => `      ${label.padEnd(16)} ${byLabel.get(label)?.title ?? ''}`;
  const causes = groupBy(all, ({ cause }) => cause);
  const split = [...causes]
    .map(([cause, members]) => {
      const own = new Set(members.map(({ label }) => label));
      const parts = groups
        .map((group) => group.filter((label) => own.has(label)))
        .filter((part) => part.length > 0);
      const kept = parts.reduce((sum, part) => sum + (part.length * (part.length - 1)) / 2, 0);
      return { cause, parts, lost: (own.size * (own.size - 1)) / 2 - kept };
    })
    .filter(({ lost }) => lost > 0)
    .toSorted((a, b) => b.lost - a.lost);
  const mixed = groups
    .map((group) => ({
      group,
      wrong: pairsOf(group).filter(([a, b]) => byLabel.get(a)?.cause !== byLabel.get(b)?.cause).length,
    }))
    .filter(({ wrong }) => wrong > 0)
    .toSorted((a, b) => b.wrong - a.wrong);
  return [
    'Causes that were torn apart, by pairs lost:',
    ...split
      .slice(0, 5)
      .flatMap(({ cause, parts, lost }) => [
        `  ${cause}: ${lost} pairs`,
        ...parts.flatMap((part) => ['    -', ...part.map(shown)]),
      ]),
    'Causes that were put together, by wrong pairs:',
    ...mixed
      .slice(0, 5)
      .flatMap(({ group, wrong }) => [
        `  ${wrong} pairs`,
        ...group.map((label) => `${shown(label)} [${byLabel.get(label)?.cause ?? ''}]`),
      ]),
  ];
}

const path = process.argv[2];
if (path === undefined) {
  console.error('Usage: node scripts/measureMerging.ts <file>');
  process.exitCode = 2;
} else {
  const all = readFindings(path);
  const byReviewer = crossValidated(all, ({ reviewer }) => reviewer);
  const byCause = crossValidated(all, ({ cause }) => cause);
  console.log(
    [
      `${all.length} findings of ${new Set(all.map(({ reviewer }) => reviewer)).size} reviewers, ${new Set(all.map(({ cause }) => cause)).size} causes`,
      line(`as it is, threshold ${rootCauseLikeness}`, measure(all, rootCauseLikeness)),
      line(`leave one reviewer out (${byReviewer.spread})`, byReviewer),
      line(`leave one cause out (${byCause.spread})`, byCause),
      ...[0.15, 0.2, 0.3, 0.35].map((threshold) => line(`threshold ${threshold}`, measure(all, threshold))),
      ...worstMisses(all),
    ].join('\n'),
  );
}
