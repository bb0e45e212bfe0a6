import { html, nothing, type TemplateResult } from 'lit-html';
import { shareBar } from '../charts/ranges.ts';
import { percent } from '../dimensions.ts';
import type { AnalysisTold } from '../insights/insights.ts';
import { plain } from '../untrusted.ts';
import { dataTable } from './dataTable.ts';

type Records = AnalysisTold['reviewers'];
type PersonaRecord = Records['records'][number];

/** What became of one reviewer's findings, in a cell. */
export function recordLine(record: PersonaRecord | undefined): TemplateResult {
  if (record === undefined || record.judged === 0) {
    return html`<span class="quiet">none is judged yet</span>`;
  }
  const { upheld, judged, interval } = record;
  return html`${shareBar(upheld / judged, interval)}
    <span class="one-line">${upheld.toLocaleString()} of ${judged.toLocaleString()}</span>
    ${interval === null ? nothing : html`<span class="quiet">${intervalText(interval)}</span>`}`;
}

/** What became of the findings of every reviewer, over all plans of the workspace folder. */
export function recordsTable(
  { records, failure }: Records,
  names: ReadonlyMap<string, string>,
): TemplateResult {
  if (failure !== undefined) {
    return html`<p class="quiet">${plain(failure.message)} ${plain(failure.wayOut)}</p>`;
  }
  return records.length === 0
    ? html`<p class="quiet">Nobody has raised a finding yet.</p>`
    : html`${dataTable(
          'What became of the findings of each reviewer',
          ['Reviewer', 'Findings', 'By the author', 'By a later round', 'Upheld'],
          records.map((record) => [
            html`<span class="strong">${plain(names.get(record.reviewer) ?? record.reviewer)}</span>`,
            record.findings.toLocaleString(),
            html`${record.accepted.toLocaleString()} accepted<span class="quiet"
                >${record.rejected.toLocaleString()} rejected</span
              >`,
            html`${record.confirmed.toLocaleString()} confirmed<span class="quiet"
                >${record.withdrawn.toLocaleString()} withdrawn</span
              >`,
            recordLine(record),
          ]),
        )}
        <p class="quiet table-note">
          Upheld: accepted, or not refused and seen resolved; of those that are judged. The line is where the
          share lies with 95 % confidence. It orders reviewers and hides no finding.
        </p>`;
}

function intervalText({ low, high }: NonNullable<PersonaRecord['interval']>): string {
  return `between ${percent(low)} and ${percent(high)}`;
}
