import { join } from 'node:path';
import type { AttemptLabel } from '../domain/task.ts';

/** The folder of all that Plan Review keeps in a workspace. */
export const STORE_FOLDER = '.plan-review';
export const REVIEWS_FOLDER = 'reviews';
/** Campaigns over several plans, each in a folder that is called after its id. */
export const CAMPAIGNS_FOLDER = 'campaigns';
export const CAMPAIGN_FILE = 'campaign.json';
export const CAMPAIGN_DOCUMENT = 'campaign.md';
/** What is on its way in batches, for whatever round. */
export const BATCHES_FOLDER = 'batches';
export const REVIEWER_DOCUMENTS_FOLDER = 'reviews';

export const REVIEW_FILE = 'review.json';
export const ROUND_FILE = 'round.json';
export const FINDINGS_FILE = 'findings.json';
export const CLAIMS_FILE = 'claims.json';
export const REVIEW_DOCUMENT = 'review.md';
/** What the reviewers on models say together, and the same for people. Rounds of checks alone have neither. */
export const ANALYSIS_FILE = 'analysis.json';
export const ANALYSIS_DOCUMENT = 'analysis.md';
/** Whether the plan was carried out, and the same for people. Only rounds after the work have them. */
export const EXECUTION_FILE = 'execution.json';
export const EXECUTION_DOCUMENT = 'execution.md';
/** What a round was asked to be, and what the checks said when it began. Rounds of checks alone have neither. */
export const REQUEST_FILE = 'request.json';
export const CHECKS_FILE = 'checks.json';
export const TASKS_FOLDER = 'tasks';
export const TASK_METADATA_FILE = 'metadata.json';
export const TASK_OUTPUT_FILE = 'validated-output.json';
export const TASK_CANCELLED_FILE = 'cancelled.json';
/** The author's side of a round: what it says, and the same for people to read and edit. Written after the round. */
export const RESPONSE_FILE = 'response.json';
export const RESPONSE_DOCUMENT = 'response.md';
/** What models drafted for the author's side: tasks like those of the round, written after it. */
export const DRAFTS_FOLDER = 'drafts';
/** How a review ended, in the review's own folder. */
export const RECORD_FILE = 'record.json';
export const RECORD_DOCUMENT = 'record.md';
/** What a person has noted on an analysis, and the same for people. Written after the round. */
export const NOTES_FILE = 'notes.json';
export const NOTES_DOCUMENT = 'notes.md';
/** Says that a review, or a campaign over several plans, is put aside. */
export const ARCHIVE_FILE = 'archived.json';
export const LOCK_FILE = 'review.lock';

/** What of the folder is not shared: what can be made again, and what only lasts while a process runs. */
export const GITIGNORE = 'index.db\nindex.db-*\ncache/\n*.lock\n*.lock.*\n*.tmp\n';

/** Where a review stands: `slug` names it, `path` is absolute, `shown` is relative to the workspace folder. */
export interface ReviewFolder {
  readonly slug: string;
  readonly path: string;
  readonly shown: string;
}

/** The folder of the review that is called `slug`. */
export function reviewFolder(root: string, slug: string): ReviewFolder {
  return {
    slug,
    path: join(root, STORE_FOLDER, REVIEWS_FOLDER, slug),
    shown: `${STORE_FOLDER}/${REVIEWS_FOLDER}/${slug}`,
  };
}

/** The name of a round's folder. */
export function roundFolderName(round: number): string {
  return `round-${round}`;
}

/** The file that holds an attempt at a task: it is called after its label. */
export function attemptFile(label: AttemptLabel): string {
  return `${label}.json`;
}

/** The number of the round that a folder of this name holds, or undefined. */
export function roundNumberOf(name: string): number | undefined {
  const match = /^round-([1-9][0-9]{0,5})$/.exec(name);
  return match === null ? undefined : Number(match[1]);
}

/** The snapshot's name: an HTML plan stays one, so that it opens as what it is. */
export function snapshotName(planPath: string): 'snapshot.html' | 'snapshot.md' {
  return /\.html?$/i.test(planPath) ? 'snapshot.html' : 'snapshot.md';
}

/** The path of a temporary file beside `name`. Nothing that ends like this is ever read. */
export function temporaryName(name: string, suffix: string): string {
  return `.${name}.${suffix}.tmp`;
}

/** Whether a file of this name is the leftover of a write that did not end. */
export function isTemporaryName(name: string): boolean {
  return name.startsWith('.') && name.endsWith('.tmp');
}
