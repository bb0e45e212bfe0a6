import { PlanReviewError } from '../../base/errors.ts';
import type { Author } from '../../domain/author.ts';
import type { DraftedEdit } from '../../domain/draft.ts';
import { compareSeverity, type Finding } from '../../domain/finding.ts';
import { ModelError } from '../../domain/modelError.ts';
import { claimsAction } from '../../domain/response.ts';
import type { Effort, LanguageModel } from '../../ports/languageModel.ts';
import { draftPrompt, type DraftPromptInput, type FindingToAnswer } from '../../prompts/draftResponses.ts';
import type { Draft } from '../../domain/draft.ts';
import type { StructuredPrompt } from '../../prompts/answer.ts';
import { placeEdits } from '../../text/quotedEdits.ts';
import { unifiedDiff } from '../../text/unifiedDiff.ts';
import type { RunChecks } from '../checkPlan.ts';
import { firstAvailable, type PanelDeps } from '../panel/startPanel.ts';
import { authorById, readAuthors } from '../personas/readAuthors.ts';
import type { PersonaDeps } from '../personas/readPersonas.ts';
import { identityOf } from '../readPlan.ts';
import type { Answered, ResponseDeps } from '../rounds/responses.ts';
import { answeredOf, responseView, type ResponseView } from '../rounds/responses.ts';
import { diffsTo } from '../snapshotDiffs.ts';
import { ownWords, type OwnWords } from './draftedFields.ts';

/** What drafting needs. */
export interface DraftDeps extends ResponseDeps {
  readonly authors: PersonaDeps;
  readonly providers: PanelDeps['providers'];
  readonly consents: PanelDeps['consents'];
  readonly runChecks: RunChecks;
}

/** Which model drafts, and as whom. */
export interface AuthorRequest {
  /** A provider's id; `auto`, the first that can be used, where neither this nor the author's file names one. */
  readonly provider?: string;
  readonly model?: string;
  readonly effort?: Effort;
  /** The id of an author; `author` where left out. */
  readonly persona?: string;
  /** The most that all drafts for this response may cost together, in US dollars. */
  readonly maxCostUsd?: number;
}

/** What is to be drafted. */
export interface DraftAsked {
  readonly path: string;
  readonly author?: AuthorRequest | undefined;
  /** `wanted`: edits of the plan, too; `none` unless said. */
  readonly edits?: 'wanted' | 'none' | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Everything that a draft follows from. */
export interface DraftContext {
  readonly answered: Answered;
  readonly view: ResponseView;
  readonly own: OwnWords;
  readonly author: Author;
  readonly provider: string;
  readonly prompt: StructuredPrompt<Draft>;
}

/** As many findings are answered at once: more than that is longer than an answer may be. */
const mostFindings = 100;

/**
 * Gathers what a draft follows from. Nothing is sent.
 * @throws PlanReviewError `not-reviewed`, `response-malformed`, `nothing-to-draft`, `persona-not-found`; ModelError
 * `model-unavailable`
 */
export async function draftContext(
  deps: DraftDeps,
  { path, author: asked = {}, edits = 'none', signal }: DraftAsked,
): Promise<DraftContext> {
  const view = await responseView(deps, path);
  const answered = await answeredOf(deps, path);
  const own = ownWords(view.response, view.drafted);
  const findings = toAnswer(view, own);
  const questions = view.questions.map(({ id, text }) => ({ id, text, own: own.answer(id) }));
  refuseNothing(view, { findings, hasQuestion: questions.some((question) => question.own === ''), edits });
  const author = authorById(await readAuthors(deps.authors), asked.persona);
  const provider = await providerFor(deps, asked.provider ?? author.provider);
  const { plan, round, review } = answered;
  const diff = diffsTo(plan.document.text, review)(round.revision);
  return {
    answered,
    view,
    own,
    author,
    provider,
    prompt: draftPrompt({
      plan: identityOf(plan.document),
      revision: plan.revision,
      text: plan.document.text,
      diff: diff === undefined ? '' : unifiedDiff(diff.before, diff.after),
      claims: await claimsOf(deps, answered, signal),
      author,
      findings,
      questions,
      ownSummary: own.summary,
      edits,
      whyNot: (drafted) => whyNot(plan.document.text, drafted),
    }),
  };
}

/** The model that is asked: the one that was named, else the author's own where its provider is asked, else the usual. */
export function modelNameFor(
  { author, provider }: Pick<DraftContext, 'author' | 'provider'>,
  asked: AuthorRequest,
  model: LanguageModel,
): string {
  const isOwn = author.provider === undefined || author.provider === provider;
  return asked.model ?? (isOwn ? author.model : undefined) ?? model.defaultModel;
}

async function providerFor({ providers }: DraftDeps, named: string | undefined): Promise<string> {
  if (named !== undefined && named !== 'auto') {
    return named;
  }
  try {
    return await firstAvailable(providers);
  } catch (error) {
    throw error instanceof ModelError
      ? error.with({ wayOut: `${error.wayOut} A response can be written by hand just as well.` })
      : error;
  }
}

/** What the checks know of the plan as it is now: what the round recorded, where nothing was changed since. */
async function claimsOf(
  { runChecks }: DraftDeps,
  { plan, round, review }: Answered,
  signal: AbortSignal | undefined,
): Promise<DraftPromptInput['claims']> {
  const recorded = review.rounds.find((stored) => stored.round.number === round.number);
  if (recorded !== undefined && round.revision === plan.revision) {
    return recorded.claims;
  }
  return (await runChecks(plan.document, { mode: round.mode, signal, commands: 'known' })).claims;
}

function whyNot(text: string, edits: readonly DraftedEdit[]): ReadonlyMap<DraftedEdit, string> {
  return new Map(placeEdits(text, edits).refused.map(({ edit, reason }) => [edit, reason]));
}

/** The open findings, the worst of them where there are too many; those that nobody has drafted yet go first. */
function toAnswer({ findings, drafted }: ResponseView, own: OwnWords): FindingToAnswer[] {
  const isDrafted = ({ id }: Finding): boolean => drafted.some(({ about }) => about === id);
  const chosen = findings.toSorted(
    (a, b) => Number(isDrafted(a)) - Number(isDrafted(b)) || compareSeverity(a.severity, b.severity),
  );
  const shown = new Set(chosen.slice(0, mostFindings));
  return findings
    .filter((finding) => shown.has(finding))
    .map(({ id, severity, category, title, anchor, observation, concern, recommendation }) => {
      const words = own.finding(id);
      return {
        id,
        severity,
        category,
        title,
        quote: anchor.quote,
        observation,
        concern,
        recommendation,
        own: words,
        isAsked: words.disposition === null || words.response === '',
      };
    });
}

function refuseNothing(
  { response, proofs }: ResponseView,
  {
    findings,
    hasQuestion,
    edits,
  }: {
    readonly findings: readonly FindingToAnswer[];
    readonly hasQuestion: boolean;
    readonly edits: 'wanted' | 'none';
  },
): void {
  if (response.state === 'submitted') {
    throw new PlanReviewError({
      code: 'nothing-to-draft',
      message: `The response to round ${response.round} is submitted, and a draft changes no author's last word.`,
      wayOut: 'Run the next round, or change the response by hand.',
    });
  }
  const isProved = (id: string): boolean =>
    proofs.some(({ finding, state }) => finding === id && state === 'proved');
  const hasEdit = edits === 'wanted' && findings.some(({ id, own }) => claimsAction(own) && !isProved(id));
  if (!hasQuestion && !hasEdit && findings.every(({ isAsked }) => !isAsked)) {
    throw new PlanReviewError({
      code: 'nothing-to-draft',
      message: `Everything that round ${response.round} asks is answered in the author's own words.`,
      wayOut: 'Submit the response, or take out what is to be drafted.',
    });
  }
}
