import type { Claim, ClaimVerdict, Intent } from '../domain/claim.ts';
import type { Fix } from '../domain/finding.ts';
import { sourceOffset } from '../text/content.ts';
import type { FrontMatterValue } from '../text/frontMatter.ts';
import { rangeOf } from '../text/lineIndex.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import { intentAt, nearestWords, type StatedIntent } from './intent.ts';
import type { Segment } from './segments.ts';

/** A thing that the plan names, where, and why. */
export interface Mention extends StatedIntent {
  /** As the plan spells it, without white space. */
  readonly value: string;
  /** The plan's offset of its first character. */
  readonly start: number;
}

/** What became of a mention when it was looked up. */
export interface Judgement {
  readonly intent: Intent;
  readonly verdict: ClaimVerdict;
  readonly detail: string;
  readonly suggestion?: string;
  /** Whether what nobody can judge is not there. */
  readonly absent?: true;
}

/** The claim that a mention makes. In a template everything stands for something else, so that nothing there is wrong. */
export function claimOf(
  document: PlanDocument,
  kind: Claim['kind'],
  { value, start }: Pick<Mention, 'value' | 'start'>,
  judgement: Judgement,
): Claim {
  const range = rangeOf(document.lines, start, start + value.length);
  return judgement.verdict === 'fail' && isTemplate(document.path)
    ? { kind, value, ...inTemplate, range, cached: false }
    : { kind, value, ...judgement, range, cached: false };
}

const inTemplate = { intent: 'example', verdict: 'unverifiable', detail: 'in a template' } as const;

/**
 * Whether a path is that of a template for plans: `templates/feature.md`, `prp-template.md`. A plan about templates
 * (`updating-machine-templates.md`) is none.
 */
export function isTemplate(path: string): boolean {
  return /(?:^|\/)\.?templates?\/|(?:^|[/_.-])template\.\w+$|(?:^|\/)template[_-][^/]*$/i.test(path);
}

/** A mention at an offset of a segment's text. */
export function mentionAt(
  segment: Segment,
  { value, start }: { value: string; start: number },
  stated: StatedIntent,
): Mention {
  return { ...stated, value, start: sourceOffset(segment.content, start) };
}

/** A mention in the front matter; `at` counts within the entry's value. */
export function frontMatterMention(
  entry: FrontMatterValue,
  { value, at = 0 }: { value: string; at?: number },
  stated: StatedIntent,
): Mention {
  return { ...stated, value, start: entry.start + at };
}

/**
 * Why a plan names a thing, where only the words next to it can make its absence a fault: a heading such as "Current
 * state" far above says too little about a name in passing. Words of creation count wherever they stand, and what stands under a
 * heading "Examples" is one.
 */
export function nearIntent(segment: Segment, start: number, end: number): StatedIntent {
  if (isExample(segment, start)) {
    return { intent: 'example', isFirm: true };
  }
  const nearest = nearestWords(segment, start, end);
  // What is not firm may be so because of a heading.
  if (nearest?.isFirm === true) {
    return nearest;
  }
  const stated = intentAt(segment, start, end);
  return stated.intent === 'exists' || stated.intent === 'modifies'
    ? intentAt({ ...segment, row: '', leads: [], headings: [] }, start, end)
    : stated;
}

/** Whether what stands at a place is one of several that could stand there. The full stop of "e.g." ends no sentence. */
export function isExample(segment: Segment, start: number): boolean {
  return (
    segment.headings.some((heading) => /^\W*examples?\b|\bexamples?\W*$/i.test(heading)) ||
    /\b(?:e\.g\.|i\.e\.|(?:commands?|scripts?|names?) like|such as)\s+[`*"(]{0,3}$/i.test(
      segment.words.slice(Math.max(0, start - 24), start),
    )
  );
}

/** The fix that puts the suggestion of a failed claim into the plan. */
export function replacementFixes(claim: Claim): { fixes?: Fix[] } {
  return claim.suggestion === undefined
    ? {}
    : {
        fixes: [
          {
            title: `Replace with ${claim.suggestion}`,
            edits: [{ range: claim.range, text: claim.suggestion }],
          },
        ],
      };
}
