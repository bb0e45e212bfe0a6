import { orderByRecord } from '../../analysis/personaRecords.ts';
import { PlanReviewError } from '../../base/errors.ts';
import { batchUnavailable } from '../../domain/batch.ts';
import type { Persona } from '../../domain/persona.ts';
import type { PersonaRecord } from '../../domain/personaRecord.ts';
import type { PlanIdentity, ReviewMode, Revision } from '../../domain/plan.ts';
import type { AssignedReviewer, RoundRequestFile, Strategy } from '../../domain/roundRequest.ts';
import type { Effort, LanguageModel } from '../../ports/languageModel.ts';
import { personasById, type PersonaCatalogue } from '../personas/readPersonas.ts';

/** What a user asks of a round with reviewers on models. */
export interface PanelRequest {
  /** `all_core`, `smart_sampling`, or the ids of personas. Where left out, a lead and three specialists. */
  readonly reviewers?: 'all_core' | 'smart_sampling' | readonly string[];
  readonly strategy?: Strategy;
  /** A provider's id; `auto`, the first that can be used, where left out. A persona's own choice goes before it. */
  readonly provider?: string;
  readonly model?: string;
  readonly effort?: Effort;
  /** Asks in batches, where the provider takes them: for less, and within a day. */
  readonly delivery?: 'batch';
  /** The most that the round may cost, in US dollars. */
  readonly maxCostUsd?: number;
  /** Divides the areas of a packet among those who are asked; each takes all where left out. */
  readonly areas?: 'shared';
  /** How many tokens a request may have, its answer included; what is known of the models where left out. */
  readonly contextWindow?: number;
  /** `skip` leaves out the sections that have not changed since a finished round in which they were read; `read` where left out. */
  readonly unchanged?: 'read' | 'skip';
}

/** Specialists that a round asks where nobody says otherwise: with a lead, four readers. */
const usualSpecialists = 3;

/** Who is asked where nobody says: what breaks plans most often is failure, missing proof, and what was left out. */
const usualPanel = ['lead', 'reliability', 'testing', 'newcomer'];

/**
 * Works out who may be asked and on which models.
 * @throws PlanReviewError `persona-not-found`; `batch-unavailable`; ModelError `model-unavailable` for a provider that cannot be used here.
 */
export async function assignReviewers(
  asked: PanelRequest,
  context: {
    readonly plan: PlanIdentity;
    readonly revision: Revision;
    readonly mode: ReviewMode;
    readonly startedAt: number;
    readonly catalogue: PersonaCatalogue;
    /** What became of what the personas raised so far, for a selection by the plan's content. */
    readonly records?: readonly PersonaRecord[];
    /** The provider that `auto` stands for. */
    readonly auto: () => Promise<string>;
    readonly open: (provider: string) => Promise<LanguageModel>;
  },
): Promise<RoundRequestFile> {
  const { catalogue, plan, revision, mode } = context;
  const usual =
    asked.provider === undefined || asked.provider === 'auto' ? await context.auto() : asked.provider;
  const assign = async (persona: Persona): Promise<AssignedReviewer> => {
    const provider = persona.provider ?? usual;
    const model = await context.open(provider);
    if (asked.delivery === 'batch' && model.bulk === undefined) {
      throw batchUnavailable(`${persona.name} reads on "${provider}", which`);
    }
    // A model that was named for the round belongs to the round's provider, and not to another one of a persona's.
    const named = persona.model ?? (provider === usual ? asked.model : undefined);
    return { persona, provider, model: named ?? model.defaultModel };
  };
  const chosen = chooseReviewers(asked.reviewers, catalogue, context.records ?? []);
  const others = catalogue.personas.filter((persona) => !chosen.candidates.includes(persona));
  // In batches nobody stands in who reads elsewhere: not every provider takes them.
  const standIns = others.filter(
    ({ role, provider }) =>
      role === 'lead' && (asked.delivery === undefined || provider === undefined || provider === usual),
  );
  const candidates = await Promise.all([...chosen.candidates, ...standIns].map(assign));
  const host = { provider: usual, model: asked.model ?? (await context.open(usual)).defaultModel };
  return {
    schemaVersion: 1,
    plan,
    revision,
    mode,
    startedAt: new Date(context.startedAt).toISOString(),
    strategy: asked.strategy ?? 'complementary',
    selection: chosen.selection,
    candidates,
    reviewers: chosen.selection === 'smart_sampling' ? null : chosen.candidates.map(({ id }) => id),
    specialists: usualSpecialists,
    selector: host,
    analyst: host,
    ...(asked.effort === undefined ? {} : { effort: asked.effort }),
    ...(asked.delivery === undefined ? {} : { delivery: asked.delivery }),
    ...(asked.areas === undefined || plan.kind !== 'packet' ? {} : { areas: asked.areas }),
    ...(asked.maxCostUsd === undefined ? {} : { maxCostUsd: asked.maxCostUsd }),
  };
}

function chooseReviewers(
  reviewers: PanelRequest['reviewers'],
  catalogue: PersonaCatalogue,
  records: readonly PersonaRecord[],
): { readonly selection: RoundRequestFile['selection']; readonly candidates: readonly Persona[] } {
  if (reviewers === 'smart_sampling') {
    return { selection: 'smart_sampling', candidates: orderByRecord(catalogue.personas, records) };
  }
  if (reviewers === 'all_core') {
    return { selection: 'all_core', candidates: personasById(catalogue, catalogue.core) };
  }
  const ids = reviewers ?? usualPanel;
  if (ids.length === 0) {
    throw new PlanReviewError({
      code: 'persona-not-found',
      message: 'No reviewer was named.',
      wayOut: `Choose from: ${catalogue.personas.map(({ id }) => id).join(', ')}.`,
    });
  }
  return { selection: 'manual', candidates: personasById(catalogue, ids) };
}
