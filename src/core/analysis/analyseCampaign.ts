import { groupBy } from '../base/groupBy.ts';
import type { Analysis, Comparison, PersonaSummary } from '../domain/campaignAnalysis.ts';
import type { Severity } from '../domain/finding.ts';
import type { PlanIdentity, Revision } from '../domain/plan.ts';
import type { Strategy } from '../domain/roundRequest.ts';
import { summaryText } from './analysisSummary.ts';
import { byArchetype, byExperience } from './breakdowns.ts';
import { summarizeDimensions } from './dimensionSummaries.ts';
import { overlapOf } from './overlap.ts';
import { rankFindings, type WeighedFinding } from './priorities.ts';
import { answered, type Reading } from './readings.ts';
import { averageScores } from './scores.ts';
import { strictnessOf, type Judgements } from './strictness.ts';
import { unseenFindings } from './unseenFindings.ts';

/** A finding with each reviewer's own severity. */
export interface CampaignFinding extends WeighedFinding {
  readonly statements?: readonly { readonly reviewer: string; readonly severity: Severity }[] | undefined;
}

/** What is known of a campaign when its reviewers have ended: one round of one plan, or of each of several. */
export interface CampaignFacts {
  readonly title: string;
  readonly completedAt: string;
  readonly sources: readonly {
    readonly plan: PlanIdentity;
    readonly round: number;
    readonly revision: Revision;
    /** Whether it decides earlier findings, so that its reviewers know what was found. */
    readonly isResolution: boolean;
  }[];
  readonly strategy: Strategy;
  readonly readings: readonly Reading[];
  /** Whether somebody who was to read has not answered. */
  readonly isPartial: boolean;
  /** Every finding that is open by now. */
  readonly findings: readonly CampaignFinding[];
  /** What a model says of it all; undefined where none was asked. */
  readonly told: (Pick<Analysis, 'themes'> & { readonly summary: string }) | undefined;
  readonly comparison: Comparison | null;
}

/**
 * What the reviews of a campaign come to. Everything but a model's summary and themes follows from the facts, whoever
 * answered first. What only means something between people who did not know of each other (agreement, strictness, overlap,
 * what nobody found) is left out where they did.
 * @throws Error where there is no reading
 */
export function analyseCampaign(facts: CampaignFacts): Analysis {
  const { readings, findings, strategy, told } = facts;
  if (readings.length === 0) {
    throw new Error('There is nobody whose review could be analysed');
  }
  const { independent, whyNotIndependent } = independence(facts);
  const priorities = rankFindings(findings, independent);
  const alone = new Set(independent);
  const raisers = findings.map(({ reviewers }) => reviewers.filter((id) => alone.has(id)).length);
  const computed = {
    title: facts.title,
    status: facts.isPartial ? 'partial' : 'completed',
    strategy,
    independent: [...independent],
    whyNotIndependent,
    priorities: [...priorities],
    dimensions: summarizeDimensions(readings, priorities),
    breakdowns: {
      archetype: [...byArchetype(readings, priorities)],
      experience: [...byExperience(readings, priorities)],
    },
    personas: [...personaSummaries(facts, alone)],
    overlap: overlapOf(findings, independent),
    unseen: unseenFindings(raisers, independent.length),
    comparison: facts.comparison,
  } satisfies Partial<Analysis>;
  return {
    schemaVersion: 1,
    completedAt: facts.completedAt,
    sources: facts.sources.map(({ plan, round, revision }) => ({ plan, round, revision })),
    summary:
      told === undefined ? { text: summaryText(computed), by: 'host' } : { text: told.summary, by: 'model' },
    themes: told?.themes ?? [],
    ...computed,
  };
}

/** Who read every plan without knowing of the others. */
function independence({
  strategy,
  sources,
  readings,
}: CampaignFacts): Pick<Analysis, 'independent' | 'whyNotIndependent'> {
  if (strategy !== 'independent') {
    return {
      independent: [],
      whyNotIndependent:
        'The reviewers complemented each other: the specialists were shown what the leads and the checks had found.',
    };
  }
  if (sources.some(({ isResolution }) => isResolution)) {
    return {
      independent: [],
      whyNotIndependent: 'The round decides earlier findings, so its reviewers knew what had been found.',
    };
  }
  const plans = new Set(readings.map(({ plan }) => plan)).size;
  const independent = [...groupBy(answered(readings), ({ reviewer }) => reviewer)]
    .filter(([, own]) => new Set(own.map(({ plan }) => plan)).size === plans)
    .map(([reviewer]) => reviewer);
  return {
    independent,
    whyNotIndependent:
      independent.length === 0 ? 'Nobody has answered for everything that was to be read.' : null,
  };
}

function personaSummaries(
  { readings, findings }: CampaignFacts,
  alone: ReadonlySet<string>,
): readonly PersonaSummary[] {
  const comparable = {
    readings: readings.filter(({ reviewer }) => alone.has(reviewer)),
    judgements: findings.map(({ statements = [] }): Judgements =>
      statements.filter(({ reviewer }) => alone.has(reviewer)),
    ),
  };
  return [...groupBy(readings, ({ reviewer }) => reviewer)].flatMap(([id, own]) => {
    const [first] = own;
    if (first === undefined) {
      return [];
    }
    const answers = answered(own).map(({ answer }) => answer);
    const times = own.flatMap(({ elapsedMs }) => elapsedMs ?? []);
    const { name, archetype, experience } = first;
    return [
      {
        id,
        name,
        archetype,
        experience,
        status: own.find(({ status }) => status !== 'succeeded')?.status ?? 'succeeded',
        scores: averageScores(answers.map(({ ratings }) => ratings)),
        depth: {
          findings: answers.reduce((sum, answer) => sum + answer.findings, 0),
          words: answers.reduce((sum, answer) => sum + answer.words, 0),
        },
        elapsedMs: times.length === 0 ? null : times.reduce((sum, time) => sum + time, 0),
        strictness: alone.has(id) ? strictnessOf(id, comparable) : null,
      },
    ];
  });
}
