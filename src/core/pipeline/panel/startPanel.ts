import { personaRecords } from '../../analysis/personaRecords.ts';
import { PlanReviewError } from '../../base/errors.ts';
import type { ReviewerTally } from '../../domain/campaign.ts';
import { ModelError } from '../../domain/modelError.ts';
import type { PersonaRecord } from '../../domain/personaRecord.ts';
import type { ReviewMode } from '../../domain/plan.ts';
import { estimateTokens } from '../../domain/modelCost.ts';
import type { RoundReading } from '../../domain/roundReading.ts';
import type { RoundChecks } from '../../domain/roundChecks.ts';
import type { RoundRequestFile } from '../../domain/roundRequest.ts';
import type { LanguageModel } from '../../ports/languageModel.ts';
import { outputTokensIn } from '../../prompts/reviewer.ts';
import { readingOf } from './planParts.ts';
import type { OpenRound, StoredReview } from '../../ports/artifactStore.ts';
import type { Consents } from '../../ports/consents.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Progress } from '../../ports/progress.ts';
import type { Providers } from '../../ports/providers.ts';
import type { PlanDocument } from '../../text/planDocument.ts';
import { readPersonas, type PersonaDeps } from '../personas/readPersonas.ts';
import { identityOf, type ReadPlan } from '../readPlan.ts';
import { estimateRound, type RoundEstimate } from './estimate.ts';
import { assignReviewers, type PanelRequest } from './assignReviewers.ts';
import { answeredTasks, changeRemaining, type Remaining } from './changeRemaining.ts';
import type { PanelContext } from './panelContext.ts';
import type { LookUpFalsifier } from './raiseFindings.ts';
import { agreeToSend, type AskToSend } from './sending.ts';

/** What reviewers on models need. */
export interface PanelDeps {
  readonly personas: PersonaDeps;
  readonly providers: Providers;
  readonly clock: Clock;
  readonly consents: Consents;
  /** Looks things up in the repository that a plan speaks about. */
  readonly lookUpFor: (document: PlanDocument, signal: AbortSignal | undefined) => Promise<LookUpFalsifier>;
  /** How what each reviewer found was answered so far; a selection by the plan's content prefers who was right. */
  readonly tallies?: () => Promise<readonly ReviewerTally[]>;
  /** What the index has of a round; where left out, nobody looks. */
  readonly indexed?: PanelContext['indexed'];
}

/**
 * What a round that is asked for is written down as.
 * @throws PlanReviewError `persona-not-found`; ModelError `model-unavailable` where no provider can be used.
 */
export async function requestOf(
  { personas, providers, tallies }: PanelDeps,
  {
    plan,
    asked,
    mode,
    startedAt,
    chapter,
    stored,
  }: {
    readonly plan: ReadPlan;
    readonly asked: PanelRequest;
    readonly mode: ReviewMode;
    readonly startedAt: number;
    /** The one chapter that is to be read, by its number, id or title; all of the plan where left out. */
    readonly chapter?: string | undefined;
    /** The plan's earlier rounds; those who are asked to skip what has not changed look there. */
    readonly stored?: StoredReview | undefined;
  },
): Promise<RoundRequestFile> {
  const open = providers.forRound({ limitUsd: asked.maxCostUsd, spentUsd: 0 });
  const request = await assignReviewers(asked, {
    plan: identityOf(plan.document),
    revision: plan.revision,
    mode,
    startedAt,
    catalogue: await readPersonas(personas),
    records: asked.reviewers === 'smart_sampling' ? await recordsOf(tallies) : [],
    auto: () => firstAvailable(providers, asked.delivery),
    open,
  });
  const reading = await readingFor(request, { plan, asked, chapter, stored, open });
  return reading === undefined ? request : { ...request, reading };
}

/** A request keeps so many tokens free, of a hundred, for what the checks and the leads found. */
const forOthers = 0.3;
/** Tokens of the instructions, the shape of the answer and the outline. */
const forInstructions = 8_000;
/** A window below this is one that nobody has told. */
const smallestWindow = 1_000;

/** How the plan is to be read, by the smallest window of the models that are asked. */
async function readingFor(
  { candidates, reviewers, selection, plan: { kind } }: RoundRequestFile,
  {
    plan,
    asked,
    chapter,
    stored,
    open,
  }: {
    readonly plan: ReadPlan;
    readonly asked: PanelRequest;
    readonly chapter: string | undefined;
    readonly stored: StoredReview | undefined;
    readonly open: (provider: string) => Promise<LanguageModel>;
  },
): Promise<RoundReading | undefined> {
  const known = await Promise.all(
    candidates.map(async ({ provider, model }) => (await open(provider)).profile(model).contextWindow),
  );
  const windows = [...known, asked.contextWindow ?? Infinity].filter((size) => size >= smallestWindow);
  const contextWindow = windows.reduce((least, size) => Math.min(least, size), Infinity);
  const persona = Math.max(...candidates.map((candidate) => estimateTokens(candidate.persona.text)));
  const room = contextWindow * (1 - forOthers) - outputTokensIn(contextWindow) - forInstructions - persona;
  return readingOf(plan.document, {
    // The areas of a packet are answered together.
    room: Number.isFinite(contextWindow) && kind !== 'packet' ? Math.max(1, room) : Infinity,
    contextWindow,
    chapter,
    unchanged: asked.unchanged,
    stored,
    reviewers: selection === 'smart_sampling' ? undefined : (reviewers ?? undefined),
  });
}

/** What became of earlier findings. Where nobody can tell, a round does without: it is only asked in another order. */
async function recordsOf(tallies: PanelDeps['tallies']): Promise<readonly PersonaRecord[]> {
  try {
    return personaRecords((await tallies?.()) ?? []);
  } catch (error) {
    if (error instanceof PlanReviewError) {
      return [];
    }
    throw error;
  }
}

/** The provider that `auto` stands for. @throws ModelError `model-unavailable`, with what to do about each. */
export async function firstAvailable(
  providers: Providers,
  delivery?: RoundRequestFile['delivery'],
): Promise<string> {
  const all = await providers.states();
  const states = all.filter(({ takesBatches }) => delivery === undefined || takesBatches === true);
  const first = states.find(({ isAvailable }) => isAvailable);
  if (first === undefined) {
    throw new ModelError({
      code: 'model-unavailable',
      message: `No provider of models can be used here: ${states.map(({ detail }) => detail).join('; ')}.`,
      wayOut: 'Set an API key or install one of the command lines; "plan-review doctor" says how.',
      isRetryable: false,
      provider: 'auto',
    });
  }
  return first.provider;
}

/**
 * Gets everything ready for the reviewers of a round that was begun, with its budget less what it has cost already.
 * @throws PlanReviewError `sending-refused`, `batch-unavailable`, before anything is sent.
 */
export async function openPanel(
  { clock, providers, consents, lookUpFor, indexed }: PanelDeps,
  round: {
    readonly plan: ReadPlan;
    readonly open: OpenRound;
    readonly checks: RoundChecks;
    readonly begun: RoundRequestFile;
    readonly signal: AbortSignal | undefined;
    readonly progress: Progress | undefined;
    readonly askToSend: AskToSend | undefined;
    readonly remaining?: Remaining | undefined;
  },
): Promise<PanelContext> {
  const { plan, open, checks, begun, signal, progress, askToSend: ask, remaining = {} } = round;
  const spentUsd = await open.tasks.spentUsd();
  const { delivery = begun.delivery } = remaining;
  const openModel = providers.forRound(
    { limitUsd: begun.maxCostUsd, spentUsd },
    delivery === 'batch'
      ? { plan: begun.plan.path, round: open.number, startedAt: begun.startedAt }
      : undefined,
  );
  const answered = await answeredTasks(begun, open.tasks);
  const auto = (): Promise<string> => firstAvailable(providers, delivery === 'batch' ? delivery : undefined);
  const request = await changeRemaining(begun, remaining, { answered, openModel, auto });
  await agreeToSend(request, { consents, answered, openModel, ask });
  if (request !== begun) {
    await open.storeRequest(request);
  }
  return {
    document: plan.document,
    request,
    checks,
    open,
    clock,
    openModel,
    lookUp: await lookUpFor(plan.document, signal),
    indexed,
    signal,
    progress,
  };
}

/** What a round that is asked for would send and cost at the most. Nothing is sent, and nothing stored. */
export async function estimatePanel(
  deps: PanelDeps,
  {
    checks,
    about,
    ...round
  }: Parameters<typeof requestOf>[1] & {
    readonly checks: Parameters<typeof estimateRound>[1]['checks'];
    readonly about: Pick<RoundRequestFile, 'about'>;
  },
): Promise<RoundEstimate> {
  return estimateRound(
    { ...(await requestOf(deps, round)), ...about },
    {
      document: round.plan.document,
      checks,
      openModel: deps.providers.forRound({ limitUsd: undefined, spentUsd: 0 }),
    },
  );
}
