import type { ReviewRows } from '../../ports/reviewIndex.ts';
import type { Database } from './sqlite.ts';
import {
  analysisTable,
  answerTable,
  campaignTable,
  contentTable,
  findingTable,
  responseTable,
  resolutionTable,
  reviewTable,
  toScalars,
  usageTable,
  type Table,
} from './tables.ts';

/** A review as the index is to hold it. */
export interface SourceRows {
  /** The name of the review's folder. */
  readonly slug: string;
  /** The state of the folder before it was read; empty where that proves nothing. */
  readonly signature: string;
  readonly rows: ReviewRows;
}

/** Puts the rows of a review in the place of those that were there. To be called within a transaction. */
export function replaceSource(db: Database, { slug, signature, rows }: SourceRows): void {
  removeSource(db, slug);
  db.prepare('INSERT INTO sources (slug, signature) VALUES (?, ?)').run(slug, signature);
  // Tables that others refer to come first.
  insert(db, contentTable, rows.contents, slug);
  insert(db, campaignTable, rows.campaigns, slug);
  insert(db, reviewTable, rows.reviews);
  insert(db, analysisTable, rows.analyses);
  insert(db, findingTable, rows.findings, slug);
  insert(db, responseTable, rows.responses);
  insert(db, answerTable, rows.answers);
  insert(db, resolutionTable, rows.resolutions);
  insert(db, usageTable, rows.usage);
  // A table of its own that repeats what findings are narrowed by, so that one index serves the findings of a reviewer.
  const raised = db.prepare(
    `INSERT INTO finding_reviewers SELECT source, finding_id, ?, status, is_open, severity_rank, category,
       content_path, number FROM findings WHERE source = ? AND finding_id = ?`,
  );
  for (const { id, reviewers } of rows.findings) {
    for (const reviewer of new Set(reviewers)) {
      raised.run(reviewer, slug, id);
    }
  }
  db.prepare(
    `INSERT INTO reviewer_tallies SELECT source, reviewer, disposition, fr.status, count(*)
       FROM finding_reviewers AS fr JOIN findings USING (source, finding_id) WHERE source = ?
       GROUP BY reviewer, disposition, fr.status`,
  ).run(slug);
}

/** Removes a review with all of its rows. To be called within a transaction. */
export function removeSource(db: Database, slug: string): void {
  // Campaigns refer to contents: what cascades from the source alone would meet them in either order.
  db.prepare('DELETE FROM review_campaigns WHERE source = ?').run(slug);
  db.prepare('DELETE FROM sources WHERE slug = ?').run(slug);
}

/** Artifacts may say a thing twice, such as one content that two rounds reviewed; the first time counts. */
function insert<T extends object>(db: Database, table: Table<T>, rows: readonly T[], source?: string): void {
  const names = [
    ...(source === undefined ? [] : ['source']),
    ...[...table.columns.values()].map(({ name }) => name),
  ];
  const statement = db.prepare(
    `INSERT INTO ${table.name} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`,
  );
  for (const row of rows) {
    statement.run(...(source === undefined ? [] : [source]), ...toScalars(table, row));
  }
}
