import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import process from 'node:process';
import { z } from 'zod';
import { backtestReportSchema } from '../src/core/domain/backtestReport.ts';
import { batchRecordSchema } from '../src/core/domain/batch.ts';
import { analysisSchema } from '../src/core/domain/campaignAnalysis.ts';
import { checkReportSchema } from '../src/core/domain/checkReport.ts';
import { laneReportSchema } from '../src/core/domain/laneReport.ts';
import { checkSettingsFileSchema } from '../src/core/domain/checkSettings.ts';
import { executionSchema } from '../src/core/domain/execution.ts';
import { archiveSchema } from '../src/core/domain/archive.ts';
import { notesSchema } from '../src/core/domain/notes.ts';
import { personasReportSchema } from '../src/core/domain/personasReport.ts';
import {
  campaignReportSchema,
  campaignsReportSchema,
  findingsReportSchema,
} from '../src/core/domain/queryReports.ts';
import { jointCampaignSchema } from '../src/core/domain/jointCampaign.ts';
import { recordSchema } from '../src/core/domain/record.ts';
import { responseSchema } from '../src/core/domain/response.ts';
import { reviewReportSchema } from '../src/core/domain/reviewReport.ts';
import { reviewSchema, roundSchema } from '../src/core/domain/round.ts';
import { roundChecksSchema } from '../src/core/domain/roundChecks.ts';
import { roundRequestSchema } from '../src/core/domain/roundRequest.ts';
import {
  cancelledTaskSchema,
  storedAttemptSchema,
  taskMetadataSchema,
  taskOutputSchema,
} from '../src/core/domain/task.ts';
import { trendReportSchema } from '../src/core/domain/trendReport.ts';
import { claimsFileSchema, findingsFileSchema } from '../src/core/store/artifactFiles.ts';

/** The JSON that others may read, and the schema each is generated from. */
const schemas = {
  'check-report': checkReportSchema,
  'backtest-report': backtestReportSchema,
  'lane-report': laneReportSchema,
  'review-report': reviewReportSchema,
  'campaigns-report': campaignsReportSchema,
  'campaign-report': campaignReportSchema,
  'findings-report': findingsReportSchema,
  'trend-report': trendReportSchema,
  'personas-report': personasReportSchema,
  settings: checkSettingsFileSchema,
  review: reviewSchema,
  round: roundSchema,
  findings: findingsFileSchema,
  claims: claimsFileSchema,
  response: responseSchema,
  record: recordSchema,
  archive: archiveSchema,
  notes: notesSchema,
  campaign: jointCampaignSchema,
  request: roundRequestSchema,
  batch: batchRecordSchema,
  checks: roundChecksSchema,
  analysis: analysisSchema,
  execution: executionSchema,
  'task-metadata': taskMetadataSchema,
  'task-attempt': storedAttemptSchema,
  'task-cancelled': cancelledTaskSchema,
  'task-output': taskOutputSchema,
};

const folder = fileURLToPath(new URL('../docs/schemas/', import.meta.url));

/** The schema documents as they should be, by file name. */
function documents(): Map<string, string> {
  return new Map(
    Object.entries(schemas).map(([name, schema]) => [
      `${name}.schema.json`,
      `${JSON.stringify({ title: name, ...z.toJSONSchema(schema) }, null, 2)}\n`,
    ]),
  );
}

/** The names of the documents on disk that are not what they should be, missing and superfluous ones among them. */
function staleDocuments(expected: ReadonlyMap<string, string>): string[] {
  const actual = new Set(readdirSync(folder));
  const changed = [...expected].filter(
    ([name, text]) => !actual.has(name) || readFileSync(folder + name, 'utf8') !== text,
  );
  return [...changed.map(([name]) => name), ...[...actual].filter((name) => !expected.has(name))];
}

if (process.argv.includes('--check')) {
  const stale = staleDocuments(documents());
  if (stale.length > 0) {
    console.error(
      `docs/schemas is stale: ${stale.join(', ')}. Run \`npm run schemas\` and commit what it writes.`,
    );
    process.exitCode = 1;
  }
} else {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of documents()) {
    writeFileSync(folder + name, text);
  }
}
