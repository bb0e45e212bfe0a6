import type { FindingNote } from '../../domain/finding.ts';
import { ModelError } from '../../domain/modelError.ts';
import type { PersonaReview } from '../../domain/personaReview.ts';
import type { MergedFinding, RaisedFinding } from '../../domain/raisedFinding.ts';
import type { ReadPart, RoundReading } from '../../domain/roundReading.ts';
import type { AssignedReviewer, RoundRequestFile } from '../../domain/roundRequest.ts';
import type { TaskMetadata } from '../../domain/task.ts';
import type { ThemeAnswer } from '../../prompts/themes.ts';
import { confirmIndexed } from './confirmStored.ts';
import { isAnswered } from '../tasks/runTask.ts';
import { analyse } from './analyse.ts';
import { ReviewerDesk, type ReviewerOutcome } from './askReviewers.ts';
import { checkFindings } from './checkFindings.ts';
import { refuseIncomplete } from './incomplete.ts';
import { mergeRaised } from './mergeRaised.ts';
import type { PanelContext } from './panelContext.ts';
import { createPrefixGate } from './prefixGate.ts';
import { raiseFindings } from './raiseFindings.ts';
import {
  dependenciesOn,
  documentOf,
  reviewerTaskId,
  reviewerTaskIds,
  reviewerTasks,
  reviewWork,
  shownFindings,
  type ReviewerTask,
} from './reviewerTasks.ts';
import { rolesOf } from './roles.ts';
import { select } from './select.ts';

/** What reviewers on models and the checks say of a plan together. */
export interface PanelResult {
  readonly request: RoundRequestFile;
  readonly outcomes: readonly ReviewerOutcome[];
  readonly findings: readonly MergedFinding[];
  /** What the analysis says of all of them; undefined where none was needed. */
  readonly summary: string | undefined;
  /** What several root causes have in common, in a model's words; findings by their labels. */
  readonly themes: readonly ThemeAnswer[];
  /** What went otherwise than it was asked for, one sentence each. */
  readonly remarks: readonly string[];
  /** The own document of each reviewer that answered, by its id. */
  readonly documents: ReadonlyMap<string, string>;
}

/**
 * Runs the three phases of a round: who is asked, what they say, and what that comes to. What was answered before and
 * still holds is not asked again.
 * @throws PlanReviewError `round-incomplete` where somebody is still to be asked; what was answered is kept. `cancelled`,
 * `store-unwritable`, `store-busy`.
 */
export async function runPanel(begun: PanelContext): Promise<PanelResult> {
  const request = await select(begun);
  const context = { ...begun, request };
  const desk = new ReviewerDesk(context, createPrefixGate(context.clock), reviewWork(context));
  const { leads, remarks } = await askLeads(context, desk);
  const specialists = await askSpecialists(context, desk, leads);
  const outcomes = inOrder(context, [...leads, ...specialists]);
  refuseIncomplete(outcomes);
  // Nobody waits for the index while there is something else to do.
  const looking = confirmIndexed(context, outcomes);
  looking.catch(() => undefined);
  const raised = await raise(context, outcomes);
  const { summary, groups, themes } = await analyse(context, {
    raised,
    dependencies: dependenciesOn(succeeded(outcomes, request).flatMap(({ tasks }) => tasks)),
  });
  return {
    request,
    outcomes,
    findings: mergeRaised(raised, context.document, groups),
    summary,
    themes,
    remarks: [...remarks, ...(await looking)],
    documents: new Map(
      succeeded(outcomes, request).map(({ persona, name, review }) => [
        persona,
        documentOf(context, name, review),
      ]),
    ),
  };
}

/**
 * Asks the leads. One that fails by itself is replaced by the next who can lead, as long as there is one. Who has stood in
 * before the round was interrupted has led, whatever becomes of the others now.
 */
async function askLeads(
  context: PanelContext,
  desk: ReviewerDesk<PersonaReview>,
): Promise<{ readonly leads: readonly ReviewerOutcome[]; readonly remarks: readonly string[] }> {
  const { leads, standIns } = rolesOf(context.request);
  const stoodIn = await whoAnswered(context, standIns.map(leadTask));
  const outcomes = [...(await desk.ask([...leads.map(leadTask), ...stoodIn]))];
  const left = standIns.filter((standIn) => stoodIn.every(({ reviewer }) => reviewer !== standIn));
  while (leads.length > 0 && outcomes.every(hasFailed)) {
    const next = left.shift();
    if (next === undefined) {
      break;
    }
    outcomes.push(...(await desk.ask([leadTask(next)])));
  }
  return { leads: outcomes, remarks: remarksOn(outcomes, leads) };
}

function leadTask(reviewer: AssignedReviewer): ReviewerTask {
  return { reviewer, role: 'lead', shown: [], dependencies: [] };
}

/** Those of the tasks that have been answered already. */
async function whoAnswered(
  context: PanelContext,
  tasks: readonly ReviewerTask[],
): Promise<readonly ReviewerTask[]> {
  const answered: ReviewerTask[] = [];
  for (const task of tasks) {
    const before = await shownBefore(context, task.reviewer);
    if (before !== undefined && (await hasStood(context, task))) {
      answered.push(task);
    }
  }
  return answered;
}

/** Whether the answer that is stored is the one to this task. Where its provider is gone, asking will tell. */
async function hasStood(context: PanelContext, task: ReviewerTask): Promise<boolean> {
  try {
    const specs = await reviewerTasks(context, task);
    const answered = await Promise.all(specs.map((spec) => isAnswered(spec, context.open.tasks)));
    return answered.every((one) => one);
  } catch (error) {
    if (error instanceof ModelError) {
      return true;
    }
    throw error;
  }
}

/** What a reviewer was shown when it answered; undefined where no answer of it is stored. */
async function shownBefore(
  { open, request }: PanelContext,
  { persona }: AssignedReviewer,
): Promise<TaskMetadata['dependencies'] | undefined> {
  const [id = reviewerTaskId(persona.id)] = reviewerTaskIds(persona.id, request);
  const stored = await open.tasks.read(id);
  switch (stored.state) {
    case 'ended':
      return stored.metadata.status === 'succeeded' ? stored.metadata.dependencies : undefined;
    case 'unfinished':
      return stored.attempts[0]?.attempt.dependencies;
    case 'absent':
    case 'inconsistent':
      return undefined;
  }
}

/** What became of the leads, where it is not what was asked for. */
function remarksOn(outcomes: readonly ReviewerOutcome[], leads: readonly AssignedReviewer[]): string[] {
  const nameOf = ({ reviewer }: ReviewerOutcome): string => reviewer.persona.name;
  const failed = outcomes.filter(hasFailed).map(nameOf);
  const standIns = outcomes.filter(({ reviewer }) => !leads.includes(reviewer));
  const inPlace = standIns.filter(({ outcome }) => outcome.status === 'succeeded').map(nameOf);
  if (inPlace.length > 0) {
    return failed.length === 0
      ? [`${inPlace.join(', ')} led as well, because a lead had failed at first.`]
      : [`${failed.join(', ')} failed, and ${inPlace.join(', ')} led in its place.`];
  }
  return failed.length > 0 && failed.length === outcomes.length
    ? [`${failed.join(', ')} failed and nobody was left to lead, so the specialists read alone.`]
    : [];
}

/** Asks everybody who has not led, once the leads have answered. A lead that is still to be asked holds them up. */
async function askSpecialists(
  context: PanelContext,
  desk: ReviewerDesk<PersonaReview>,
  leads: readonly ReviewerOutcome[],
): Promise<readonly ReviewerOutcome[]> {
  if (leads.some(({ outcome }) => isUnfinished(outcome.status))) {
    return [];
  }
  const { specialists } = rolesOf(context.request);
  const hasLed = new Set(leads.map(({ reviewer }) => reviewer.persona.id));
  const asked = specialists.filter(({ persona }) => !hasLed.has(persona.id));
  return desk.ask(
    await Promise.all(
      asked.map((reviewer) => specialistTask(context, reviewer, succeeded(leads, context.request))),
    ),
  );
}

/**
 * A specialist's task: it is shown what the leads and the checks found. One that has answered keeps what it was shown
 * then, so that a lead that failed at first and answers now costs nobody's review.
 */
async function specialistTask(
  context: PanelContext,
  reviewer: AssignedReviewer,
  leads: readonly Answer[],
): Promise<ReviewerTask> {
  if (context.request.strategy === 'independent') {
    return { reviewer, role: 'specialist', shown: [], dependencies: [] };
  }
  const before = await shownBefore(context, reviewer);
  const shownThen = new Map(before?.map(({ task, sha256 }) => [task, sha256]));
  const known = leads.filter(({ tasks }) =>
    tasks.every(({ id, output }) => shownThen.get(id) === output?.sha256),
  );
  const basis =
    before !== undefined && known.flatMap(({ tasks }) => tasks).length === shownThen.size ? known : leads;
  return {
    reviewer,
    role: 'specialist',
    shown: [
      ...basis.flatMap(({ persona, review }) => shownFindings(persona, review)),
      ...checkFindings(context).map(({ label, severity, category, title, quote, concern }) => ({
        label,
        severity,
        category,
        title,
        quote,
        concern,
      })),
    ],
    dependencies: dependenciesOn(basis.flatMap(({ tasks }) => tasks)),
  };
}

/** In the order in which they were asked for, whoever came first: stand-ins behind. */
function inOrder(
  { request }: PanelContext,
  outcomes: readonly ReviewerOutcome[],
): readonly ReviewerOutcome[] {
  const asked = request.reviewers ?? [];
  const rank = ({ reviewer }: ReviewerOutcome): number => {
    const index = asked.indexOf(reviewer.persona.id);
    return index === -1 ? asked.length : index;
  };
  return outcomes.toSorted((a, b) => rank(a) - rank(b));
}

/** Whether a reviewer's part is over without an answer, so that the round goes on without it. */
function hasFailed({ outcome }: ReviewerOutcome): boolean {
  return outcome.status === 'failed_isolated' || outcome.status === 'left_out';
}

function isUnfinished(status: ReviewerOutcome['outcome']['status']): boolean {
  return status === 'failed_blocking' || status === 'not_asked';
}

interface Answer {
  readonly persona: string;
  readonly name: string;
  readonly review: PersonaReview;
  /** One, or one for each part that it read. */
  readonly tasks: readonly TaskMetadata[];
  /** The stretch of the plan that the n-th of its findings, from 0, was raised on; undefined for the whole. */
  readonly within: (finding: number) => ReadPart | undefined;
}

/** Which part each of the findings is on, in the order of the parts. */
function placesOf(reviews: readonly PersonaReview[], reading: RoundReading | undefined): Answer['within'] {
  const parts = reviews.flatMap(({ findings }, index) => findings.map(() => reading?.parts[index]));
  return (finding) => parts[finding];
}

function succeeded(
  outcomes: readonly ReviewerOutcome[],
  { reading }: Pick<RoundRequestFile, 'reading'>,
): readonly Answer[] {
  return outcomes.flatMap(({ reviewer, outcome }) =>
    outcome.status === 'succeeded'
      ? [
          {
            persona: reviewer.persona.id,
            name: reviewer.persona.name,
            review: outcome.output,
            tasks: outcome.parts?.map(({ metadata }) => metadata) ?? [outcome.metadata],
            within: placesOf(outcome.parts?.map(({ output }) => output) ?? [outcome.output], reading),
          },
        ]
      : [],
  );
}

/** The findings of the checks and of all reviewers, with what later ones said of the severity of earlier ones. */
async function raise(
  context: PanelContext,
  outcomes: readonly ReviewerOutcome[],
): Promise<readonly RaisedFinding[]> {
  const { document, lookUp, request } = context;
  const answers = succeeded(outcomes, request);
  const own = await Promise.all(
    answers.map(({ persona, review, within }) =>
      raiseFindings(review, { reviewer: persona, document, lookUp, about: request.about, within }),
    ),
  );
  const disputes = new Map<string, FindingNote[]>();
  for (const { persona, review } of answers) {
    for (const { finding, severity, reason } of review.severityArguments) {
      const note: FindingNote = {
        code: 'severity-disputed',
        text: `${persona} holds that it is ${severity}: ${reason}`,
      };
      disputes.set(finding, [...(disputes.get(finding) ?? []), note]);
    }
  }
  return [...checkFindings(context), ...own.flat()].map((finding) => ({
    ...finding,
    notes: [...finding.notes, ...(disputes.get(finding.label) ?? [])],
  }));
}
