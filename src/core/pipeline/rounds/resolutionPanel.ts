import type { Decision } from '../../analysis/decideFinding.ts';
import type { RaisedFinding } from '../../domain/raisedFinding.ts';
import {
  resolutionAnswerSchema,
  resolutionPrompt,
  type FindingToResolve,
  type ResolutionAnswer,
} from '../../prompts/resolution.ts';
import { personaDocument } from '../../reports/reviewDocument.ts';
import type { PlanDiff } from '../../text/planDiff.ts';
import { unifiedDiff } from '../../text/unifiedDiff.ts';
import { ReviewerDesk, type ReviewerOutcome } from '../panel/askReviewers.ts';
import { refuseIncomplete } from '../panel/incomplete.ts';
import type { PanelContext } from '../panel/panelContext.ts';
import { confirmIndexed } from '../panel/confirmStored.ts';
import { createPrefixGate } from '../panel/prefixGate.ts';
import { raiseFindings } from '../panel/raiseFindings.ts';
import { reviewerTaskId, type DeskWork, type ReviewerTask } from '../panel/reviewerTasks.ts';
import { modelOfTask } from '../panel/taskModel.ts';
import type { TaskSpec } from '../tasks/runTask.ts';
import { textToDecide } from './textToDecide.ts';
import { raisedBy, type EarlierFinding } from './earlierFindings.ts';

/** What is decided, and by whom it was read. */
export interface ResolutionContext extends PanelContext {
  /** The findings that are open. */
  readonly openFindings: readonly EarlierFinding[];
  /** What changed since the round before. */
  readonly diff: PlanDiff | undefined;
}

/** What the reviewers of a later round say. */
export interface ResolutionPanelResult {
  readonly outcomes: readonly ReviewerOutcome<ResolutionAnswer>[];
  /** What they decided, by the number of the finding. */
  readonly decisions: ReadonlyMap<string, readonly Decision[]>;
  /** What they raise beside that. */
  readonly raised: readonly RaisedFinding[];
  /** What went otherwise than it should, one sentence each. */
  readonly remarks: readonly string[];
}

/**
 * Asks each reviewer what became of its own earlier findings, all of them in parallel: nobody depends on another one.
 * @throws PlanReviewError `round-incomplete` where somebody is still to be asked; `cancelled`, `store-unwritable`,
 * `store-busy`
 */
export async function runResolutionPanel(context: ResolutionContext): Promise<ResolutionPanelResult> {
  const { request, document, lookUp } = context;
  const asked = (request.reviewers ?? []).flatMap(
    (id) => request.candidates.find((candidate) => candidate.persona.id === id) ?? [],
  );
  const desk = new ReviewerDesk(context, createPrefixGate(context.clock), resolutionWork(context));
  const outcomes = await desk.ask(
    asked.map((reviewer) => ({ reviewer, role: reviewer.persona.role, shown: [], dependencies: [] })),
  );
  refuseIncomplete(outcomes);
  const remarks = await confirmIndexed(context, outcomes);
  const decisions = new Map<string, Decision[]>();
  const raised: RaisedFinding[] = [];
  for (const { reviewer, outcome } of outcomes) {
    if (outcome.status === 'succeeded') {
      const { id } = reviewer.persona;
      for (const { finding, status, notes } of outcome.output.resolutions) {
        decisions.set(finding, [...(decisions.get(finding) ?? []), { by: id, status, notes }]);
      }
      raised.push(...(await raiseFindings(outcome.output.review, { reviewer: id, document, lookUp })));
    }
  }
  return { outcomes, decisions, raised, remarks };
}

function resolutionWork(context: ResolutionContext): DeskWork<ResolutionAnswer> {
  const { open, request } = context;
  return {
    specs: async (task) => [await resolutionTask(context, task)],
    join: ([answer]) => {
      if (answer === undefined) {
        throw new Error('A reviewer has decided nothing');
      }
      return answer;
    },
    document: ({ persona }, { review, resolutions }) => {
      const { plan, revision, startedAt } = request;
      const round = { number: open.number, plan, revision, date: startedAt.slice(0, 10) };
      return personaDocument(round, persona.name, { ...review, resolutions });
    },
    result: ({ resolutions, review }) => `${resolutions.length} decided, ${review.findings.length} new`,
  };
}

async function resolutionTask(
  context: ResolutionContext,
  { reviewer, dependencies }: ReviewerTask,
): Promise<TaskSpec<ResolutionAnswer>> {
  const { request, checks, diff } = context;
  const { persona, provider, model } = reviewer;
  return {
    id: reviewerTaskId(persona.id),
    phase: 'reviewers',
    operation: 'review',
    model: await modelOfTask(context, { id: reviewerTaskId(persona.id), provider }),
    modelName: model,
    effort: request.effort,
    prompt: resolutionPrompt({
      plan: request.plan,
      revision: request.revision,
      text: textToDecide(context, persona.id),
      diff: diff === undefined ? '' : unifiedDiff(diff.before, diff.after),
      claims: checks.claims,
      persona,
      findings: context.openFindings
        .filter(({ finding }) => raisedBy(finding).includes(persona.id))
        .map((earlier) => findingToResolve(earlier, persona.id)),
    }),
    revision: request.revision,
    dependencies,
    readOutput: (stored) => resolutionAnswerSchema.safeParse(stored).data,
  };
}

/** A finding as the reviewer knows it: in its own words, where it was merged with what others said. */
function findingToResolve({ finding, answer, proof }: EarlierFinding, persona: string): FindingToResolve {
  const own = finding.statements?.find(({ reviewer }) => reviewer === persona);
  const { title, observation, concern, recommendation } = own ?? finding;
  return {
    id: finding.id,
    severity: finding.severity,
    title,
    quote: own?.quote ?? finding.anchor.quote,
    observation,
    concern,
    recommendation,
    response:
      answer === undefined || answer.disposition === null
        ? undefined
        : { ...answer, disposition: answer.disposition },
    proof: proof.detail === '' ? proof.state : `${proof.state}. ${proof.detail}`,
  };
}
