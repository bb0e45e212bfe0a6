import { isImplementation } from '../../analysis/implementationCode.ts';
import { isAtLeast, type FindingNote, type PlanWords, type Severity } from '../../domain/finding.ts';
import type { Falsifier, PersonaReview, ReviewerFinding } from '../../domain/personaReview.ts';
import type { RaisedFinding } from '../../domain/raisedFinding.ts';
import type { RoundRequestFile } from '../../domain/roundRequest.ts';
import { anchorOf } from '../../text/anchors.ts';
import { rangeOf } from '../../text/lineIndex.ts';
import type { Span } from '../../text/blocks.ts';
import { locateInPlan } from '../../text/planReading.ts';
import { locateQuote } from '../../text/locateQuote.ts';
import { parsePlan, type PlanDocument } from '../../text/planDocument.ts';

/** What the repository says of something that a finding rests on. */
export type LookUpFalsifier = (falsifier: Falsifier) => Promise<'confirmed' | 'refuted' | 'unknown'>;

/**
 * A persona's findings, placed in the snapshot and with the severity that they count for: its own, unless its quote is
 * not in the snapshot, it is a critical that proves nothing, or the repository shows that it is wrong. Each change is
 * noted, and the persona's own words and severity are kept.
 */
export async function raiseFindings(
  review: PersonaReview,
  context: {
    readonly reviewer: string;
    readonly document: PlanDocument;
    readonly lookUp: LookUpFalsifier;
    /** The plan that a packet is about; undefined where there is none. */
    readonly about?: RoundRequestFile['about'];
    /** The stretch that the n-th finding, from 0, was raised on: its words are looked for there first. */
    readonly within?: (finding: number) => Span | undefined;
  },
): Promise<readonly RaisedFinding[]> {
  return Promise.all(
    review.findings.map(async (finding, index) => {
      const { document, reviewer } = context;
      const label = `${reviewer}-${index + 1}`;
      const span = locateInPlan(document, finding.quote, context.within?.(index));
      const inPlan = span === undefined ? quotedFrom(context.about, finding.quote) : undefined;
      const { severity, notes } = await weigh(finding, {
        isQuoted: finding.quote.trim() === '' ? undefined : span !== undefined || inPlan !== undefined,
        lookUp: context.lookUp,
      });
      const { title, observation, concern, recommendation, category, confidence, severityReason } = finding;
      return {
        label,
        reviewer,
        check: undefined,
        severity,
        category,
        title,
        observation,
        concern,
        recommendation,
        range: rangeOf(document.lines, span?.start ?? 0, span?.end ?? 0),
        related: [],
        quote: span === undefined ? '' : document.text.slice(span.start, span.end),
        confidence,
        statement: {
          reviewer,
          label,
          severity: finding.severity,
          severityReason,
          category,
          title,
          quote: finding.quote,
          observation,
          concern,
          recommendation,
          confidence,
        },
        notes: [
          ...notes,
          ...(inPlan === undefined ? [] : [quoteNote(inPlan)]),
          ...implementationNotes(finding),
        ],
        ...(inPlan === undefined ? {} : { inPlan: inPlan.words }),
      };
    }),
  );
}

interface QuotedPlan {
  readonly words: PlanWords;
  /** The line of the plan, from 1. */
  readonly line: number;
}

/** A reviewer of a packet may quote the plan that it is about; the finding stands at the head of the packet then. */
function quotedFrom(about: RoundRequestFile['about'], quote: string): QuotedPlan | undefined {
  const span = about === undefined ? undefined : locateQuote(about.text, quote);
  if (about === undefined || span === undefined) {
    return undefined;
  }
  const plan = parsePlan(about.path, about.text);
  const range = rangeOf(plan.lines, span.start, span.end);
  return {
    words: { path: about.path, anchor: anchorOf(plan, about.revision, range) },
    line: range.start.line,
  };
}

function quoteNote({ words: { path, anchor }, line }: QuotedPlan): FindingNote {
  return {
    code: 'quoted-from-plan',
    text: `The words are those of ${path}, line ${line}: ${anchor.quote.slice(0, 200)}`,
  };
}

function implementationNotes({ observation, concern, recommendation }: ReviewerFinding): FindingNote[] {
  return isImplementation([observation, concern, recommendation].join('\n\n'))
    ? [
        {
          code: 'implementation-code',
          text: 'It consists mostly of implementation code, which is not for a review to write.',
        },
      ]
    : [];
}

interface Weight {
  readonly severity: Severity;
  readonly notes: readonly FindingNote[];
}

/** `isQuoted` is undefined where the finding quotes nothing, because what it is about is missing. */
async function weigh(
  { severity, falsifier }: ReviewerFinding,
  { isQuoted, lookUp }: { isQuoted: boolean | undefined; lookUp: LookUpFalsifier },
): Promise<Weight> {
  const answer = severity === 'critical' && falsifier !== undefined ? await lookUp(falsifier) : 'unknown';
  const notes: FindingNote[] = [];
  if (falsifier !== undefined && answer !== 'unknown') {
    const state = falsifier.expected === 'present' ? 'there' : 'not there';
    notes.push({
      code: `falsifier-${answer}`,
      text:
        answer === 'confirmed'
          ? `The repository confirms it: the ${falsifier.kind} ${falsifier.value} is ${state}.`
          : `The repository refutes it: the finding rests on the ${falsifier.kind} ${falsifier.value} being ${state}, and that is not so. It counts as minor.`,
    });
  }
  if (isQuoted === false) {
    notes.push({
      code: 'quote-not-found',
      text: isAtLeast(severity, 'major')
        ? 'The plan does not hold the quoted words, so the finding cannot block. It counts as minor.'
        : 'The plan does not hold the quoted words.',
    });
  }
  if ((answer === 'refuted' || isQuoted === false) && isAtLeast(severity, 'major')) {
    return { severity: 'minor', notes };
  }
  if (severity === 'critical' && isQuoted === undefined && answer !== 'confirmed') {
    notes.push({
      code: 'unproved-critical',
      text: 'It quotes nothing from the plan and proves nothing about it, so it counts as major.',
    });
    return { severity: 'major', notes };
  }
  return { severity, notes };
}
