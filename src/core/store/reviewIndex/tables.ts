import type { z } from 'zod';
import {
  campaignAnalysisSchema,
  campaignAnswerSchema,
  campaignResolutionSchema,
  campaignResponseSchema,
  campaignReviewSchema,
  campaignSchema,
  campaignUsageSchema,
  contentVersionSchema,
  reviewerTallySchema,
} from '../../domain/campaign.ts';
import { indexedFindingSchema } from '../../domain/indexedFinding.ts';
import { PlanReviewError } from '../../base/errors.ts';

type Scalar = string | number | null;

/** Where a field of a row is kept, and as what. */
interface Column {
  readonly name: string;
  readonly form: 'plain' | 'json' | 'flag';
}

/** How domain values of one kind are kept in a table, and what has to be so of what is read back. */
export interface Table<T> {
  readonly name: string;
  readonly schema: z.ZodType<T>;
  readonly columns: ReadonlyMap<string, Column>;
}

type Fields<T> = Readonly<Record<keyof T & string, string | Column>>;

function table<T>(name: string, schema: z.ZodType<T>, fields: Fields<T>): Table<T> {
  const columns = Object.entries<string | Column>(fields).map(([field, column]) => {
    return [field, typeof column === 'string' ? { name: column, form: 'plain' as const } : column] as const;
  });
  return { name, schema, columns: new Map(columns) };
}

const json = (name: string): Column => ({ name, form: 'json' });

export const contentTable = table('content_versions', contentVersionSchema, {
  revision: 'content_hash',
  path: 'path',
  kind: 'kind',
  title: 'title',
});

export const campaignTable = table('review_campaigns', campaignSchema, {
  id: 'id',
  name: 'campaign_name',
  plan: 'content_path',
  title: 'content_title',
  kind: 'content_type',
  revision: 'content_hash',
  mode: 'mode',
  round: 'round',
  strategy: 'strategy',
  selection: 'persona_selection_strategy',
  reviewers: json('persona_ids'),
  status: 'status',
  verdict: 'verdict',
  startedAt: 'created_at',
  completedAt: 'completed_at',
  raised: json('raised'),
  open: json('open_findings'),
  movement: json('movement'),
  usage: json('usage'),
  costUsd: 'cost_usd',
  archivedAt: 'archived_at',
  folder: 'folder',
  problem: 'problem',
});

export const reviewTable = table('persona_reviews', campaignReviewSchema, {
  campaign: 'campaign_id',
  reviewer: 'persona_id',
  status: 'status',
  elapsedMs: 'agent_execution_time',
  completedAt: 'created_at',
  review: json('review_data'),
});

export const analysisTable = table('campaign_analyses', campaignAnalysisSchema, {
  campaign: 'campaign_id',
  analysis: json('analysis_data'),
  markdownPath: 'markdown_path',
  createdAt: 'created_at',
});

export const findingTable = table('findings', indexedFindingSchema, {
  plan: 'content_path',
  id: 'finding_id',
  campaign: 'campaign_id',
  severity: 'severity',
  category: 'category',
  status: 'status',
  isOpen: { name: 'is_open', form: 'flag' },
  decidedIn: 'decided_in',
  disposition: 'disposition',
  reviewers: json('reviewers'),
  check: 'check_id',
  confidence: 'confidence',
  title: 'title',
  observation: 'observation',
  concern: 'concern',
  recommendation: 'recommendation',
  quote: 'quote',
  section: json('section'),
  range: json('text_range'),
  revision: 'content_hash',
});

export const responseTable = table('responses', campaignResponseSchema, {
  campaign: 'campaign_id',
  state: 'state',
  author: 'author',
  updatedAt: 'updated_at',
});

export const answerTable = table('answers', campaignAnswerSchema, {
  campaign: 'campaign_id',
  finding: 'finding_id',
  disposition: 'disposition',
  response: 'response',
  action: 'action',
  evidence: 'evidence',
});

export const resolutionTable = table('resolutions', campaignResolutionSchema, {
  campaign: 'campaign_id',
  finding: 'finding_id',
  status: 'status',
  by: json('decided_by'),
  notes: 'notes',
  proof: json('proof'),
});

export const usageTable = table('usage', campaignUsageSchema, {
  campaign: 'campaign_id',
  task: 'task',
  phase: 'phase',
  status: 'status',
  provider: 'provider',
  model: 'model',
  attempts: 'attempts',
  calls: 'calls',
  elapsedMs: 'elapsed_ms',
  input: 'input_tokens',
  output: 'output_tokens',
  cacheRead: 'cache_read_tokens',
  cacheWrite: 'cache_write_tokens',
  costUsd: 'cost_usd',
});

export const tallyTable = table('reviewer_tallies', reviewerTallySchema, {
  reviewer: 'reviewer',
  disposition: 'disposition',
  status: 'status',
  findings: 'findings',
});

/** The values of a row in the order of the table's columns. */
export function toScalars<T extends object>({ columns }: Table<T>, row: T): Scalar[] {
  const fields = new Map<string, unknown>(Object.entries(row));
  return [...columns].map(([field, { form }]) => {
    const value = fields.get(field);
    if (form === 'json') {
      return JSON.stringify(value);
    }
    if (form === 'flag') {
      return value === true ? 1 : 0;
    }
    return typeof value === 'string' || typeof value === 'number' ? value : null;
  });
}

/** The columns that `fromRecord` reads, for a SELECT on the table alone. */
export function columnList({ columns }: Pick<Table<unknown>, 'columns'>): string {
  return [...columns.values()].map(({ name }) => name).join(', ');
}

/**
 * The domain value of a record as it comes from the database.
 * @throws PlanReviewError `index-corrupt` where it is none that could have been written
 */
export function fromRecord<T>(
  { name, schema, columns }: Table<T>,
  record: Readonly<Record<string, unknown>>,
): T {
  try {
    const fields = [...columns].map(([field, column]) => [field, fromScalar(column, record[column.name])]);
    return schema.parse(Object.fromEntries(fields));
  } catch (error) {
    throw new PlanReviewError({
      code: 'index-corrupt',
      message: `The index of reviews holds a row of "${name}" that nobody wrote like that.`,
      wayOut: 'Run "plan-review reindex".',
      cause: error,
    });
  }
}

function fromScalar({ form }: Column, value: unknown): unknown {
  switch (form) {
    case 'plain':
      return value;
    case 'flag':
      return value === 1;
    case 'json':
      return JSON.parse(String(value));
  }
}
