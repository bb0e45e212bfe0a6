import { z } from 'zod';
import type { CampaignDetail, ReviewerTally } from '../../domain/campaign.ts';
import type { ArchivedFilter } from '../../domain/archive.ts';
import { severitySchema } from '../../domain/finding.ts';
import type {
  CampaignPage,
  CampaignQuery,
  FindingPage,
  FindingQuery,
  IndexReport,
  TrendData,
} from '../../ports/reviewIndex.ts';
import type { Database } from './sqlite.ts';
import {
  analysisTable,
  answerTable,
  campaignTable,
  columnList,
  findingTable,
  fromRecord,
  responseTable,
  resolutionTable,
  reviewTable,
  tallyTable,
  usageTable,
  type Table,
} from './tables.ts';

/** Part of a statement, and the values of its parameters. */
interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

const DEFAULT_LIMIT = 100;

/** Campaigns, the latest first. */
export function selectCampaigns(db: Database, query: CampaignQuery): CampaignPage {
  const { status, verdict, reviewer, content, archived } = query;
  const where = all(
    besides(archived),
    status === undefined ? undefined : oneOf('status', status),
    verdict === undefined ? undefined : oneOf('verdict', verdict),
    reviewer === undefined ? undefined : askedAmong(reviewer),
    content === undefined ? undefined : below([content]),
  );
  return {
    total: count(db, campaignTable.name, where),
    campaigns: select(db, campaignTable, where, `ORDER BY created_at DESC, id ${page(query)}`),
  };
}

/** A campaign with all that belongs to it. */
export function selectCampaign(db: Database, id: string): CampaignDetail | undefined {
  const [campaign] = select(db, campaignTable, { sql: 'id = ?', values: [id] });
  if (campaign === undefined) {
    return undefined;
  }
  const own = <T>(table: Table<T>, order: string): T[] =>
    select(db, table, { sql: 'campaign_id = ?', values: [id] }, `ORDER BY ${order}`);
  return {
    campaign,
    reviews: own(reviewTable, 'persona_id'),
    analysis: own(analysisTable, 'campaign_id')[0] ?? null,
    response: own(responseTable, 'campaign_id')[0] ?? null,
    answers: own(answerTable, 'CAST(substr(finding_id, 2) AS INTEGER)'),
    resolutions: own(resolutionTable, 'CAST(substr(finding_id, 2) AS INTEGER)'),
    usage: own(usageTable, 'task'),
  };
}

/** Findings, the worst first. */
export function selectFindings(db: Database, query: FindingQuery): FindingPage {
  const { content, status, severity, reviewer, category, archived } = query;
  const where = all(
    besides(archived),
    content === undefined ? undefined : below(content),
    status === undefined ? undefined : inState(status),
    severity === undefined
      ? undefined
      : { sql: 'severity_rank <= ?', values: [severitySchema.options.indexOf(severity)] },
    category === undefined ? undefined : { sql: 'category = ?', values: [category] },
    reviewer === undefined ? undefined : { sql: 'reviewer = ?', values: [reviewer] },
  );
  const order = 'ORDER BY severity_rank, content_path, number, source';
  if (reviewer === undefined) {
    return {
      total: count(db, findingTable.name, where),
      findings: select(db, findingTable, where, `${order} ${page(query)}`),
    };
  }
  const own = `SELECT source, finding_id FROM finding_reviewers WHERE ${where.sql} ${order} ${page(query)}`;
  return {
    total: count(db, 'finding_reviewers', where),
    findings: select(
      db,
      findingTable,
      { sql: `(source, finding_id) IN (${own})`, values: where.values },
      order,
    ),
  };
}

/** The campaigns of a plan or folder, the oldest first, with what was said and decided in them. */
export function selectTrend(db: Database, content: string): TrendData {
  const where = below([content]);
  const ofThose = {
    sql: `campaign_id IN (SELECT id FROM review_campaigns WHERE ${where.sql})`,
    values: where.values,
  };
  return {
    campaigns: select(db, campaignTable, where, 'ORDER BY content_path, round, id'),
    reviews: select(db, reviewTable, ofThose, 'ORDER BY campaign_id, persona_id'),
    resolutions: select(
      db,
      resolutionTable,
      ofThose,
      'ORDER BY campaign_id, CAST(substr(finding_id, 2) AS INTEGER)',
    ),
  };
}

/** What became of what each reviewer found. */
export function selectTallies(db: Database): readonly ReviewerTally[] {
  const rows = db
    .prepare(
      `SELECT reviewer, disposition, status, sum(findings) AS findings FROM reviewer_tallies
       GROUP BY reviewer, disposition, status ORDER BY reviewer, disposition, status`,
    )
    .all();
  return rows.map((row) => fromRecord(tallyTable, row));
}

/** How much the index holds. */
export function countAll(db: Database): IndexReport {
  const row = db
    .prepare(
      `SELECT (SELECT count(DISTINCT source) FROM review_campaigns) AS reviews,
              (SELECT count(*) FROM review_campaigns) AS campaigns, (SELECT count(*) FROM findings) AS findings`,
    )
    .get();
  return reportSchema.parse({ ...row });
}

const reportSchema = z.strictObject({ reviews: z.int(), campaigns: z.int(), findings: z.int() });

/** The signature of every review that the index holds, by the name of its folder. */
export function selectSignatures(db: Database): ReadonlyMap<string, string> {
  const rows = db.prepare('SELECT slug, signature FROM sources').all();
  return new Map(rows.map(({ slug, signature }) => [String(slug), String(signature)]));
}

function select<T>(db: Database, table: Table<T>, where: Condition, rest = ''): T[] {
  const sql = `SELECT ${columnList(table)} FROM ${table.name} WHERE ${where.sql} ${rest}`;
  return db
    .prepare(sql)
    .all(...where.values)
    .map((record) => fromRecord(table, record));
}

function count(db: Database, table: string, where: Condition): number {
  const row = db.prepare(`SELECT count(*) AS total FROM ${table} WHERE ${where.sql}`).get(...where.values);
  return Number(row?.['total']);
}

function all(...conditions: readonly (Condition | undefined)[]): Condition {
  const given = conditions.filter((condition) => condition !== undefined);
  return {
    sql: given.length === 0 ? 'TRUE' : given.map(({ sql }) => sql).join(' AND '),
    values: given.flatMap(({ values }) => values),
  };
}

function oneOf(column: string, values: readonly string[]): Condition {
  return { sql: `${column} IN (${values.map(() => '?').join(', ')})`, values };
}

/** What is put aside is left out unless it is asked for. */
function besides(archived: ArchivedFilter = 'hidden'): Condition | undefined {
  const aside = `IN (SELECT source FROM ${campaignTable.name} WHERE archived_at IS NOT NULL)`;
  switch (archived) {
    case 'all':
      return undefined;
    case 'only':
      return { sql: `source ${aside}`, values: [] };
    case 'hidden':
      return { sql: `source NOT ${aside}`, values: [] };
  }
}

/** The campaigns that somebody was asked to read in. */
function askedAmong(reviewer: string): Condition {
  return {
    sql: `id IN (SELECT campaign_id FROM ${reviewTable.name} WHERE persona_id = ?)`,
    values: [reviewer],
  };
}

/** A plan by its path, or all plans below a folder: between the slash and what comes behind it in the alphabet. */
function below(contents: readonly string[]): Condition {
  const places = contents.map((content) => content.replace(/\/+$/, ''));
  if (places.includes('') || places.includes('.')) {
    return all();
  }
  return {
    sql: `(${places.map(() => 'content_path = ? OR (content_path > ? AND content_path < ?)').join(' OR ')})`,
    values: places.flatMap((place) => [place, `${place}/`, `${place}0`]),
  };
}

function inState(status: NonNullable<FindingQuery['status']>): Condition {
  switch (status) {
    case 'open':
      return { sql: 'is_open = 1', values: [] };
    case 'closed':
      return { sql: 'is_open = 0', values: [] };
    default:
      return { sql: 'status = ?', values: [status] };
  }
}

/** Bounds are whole numbers of ours, so that they may stand in the statement itself. */
function page({
  limit = DEFAULT_LIMIT,
  offset = 0,
}: {
  readonly limit?: number;
  readonly offset?: number;
}): string {
  return `LIMIT ${Math.max(0, Math.trunc(limit))} OFFSET ${Math.max(0, Math.trunc(offset))}`;
}
