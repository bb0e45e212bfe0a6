import { html, type TemplateResult } from 'lit-html';
import { reviewerIcons } from '../icons.ts';
import type { PanelRound, Reviewer } from '../types.ts';
import { inlineMarkdown, plain } from '../untrusted.ts';

const statusNames: Record<Reviewer['status'], string> = {
  succeeded: 'Finished',
  failed_isolated: 'Failed, the others went on',
  failed_blocking: 'Failed, the round is incomplete',
};

/** Who reviewed the plan in this round, and how that went. */
export function reviewersPanel(round: PanelRound): TemplateResult {
  return html`
    <table class="table" role="table" aria-label="Reviewers">
      <thead role="rowgroup">
        <tr role="row">
          ${['Reviewer', 'Status', 'Findings', 'Details'].map(
            (name) => html`<th role="columnheader" scope="col">${name}</th>`,
          )}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${round.reviewers.map(reviewerRow)}
      </tbody>
    </table>
  `;
}

function reviewerRow(reviewer: Reviewer): TemplateResult {
  return html`
    <tr role="row">
      <td role="cell" data-label="Reviewer">
        <span class="strong">${plain(reviewer.name)}</span>
      </td>
      <td role="cell" data-label="Status" class="one-line">
        <span>${reviewerIcons[reviewer.status]} ${statusNames[reviewer.status]}</span>
      </td>
      <td role="cell" data-label="Findings">${reviewer.findings.toLocaleString()}</td>
      <td role="cell" data-label="Details">${inlineMarkdown(reviewer.detail)}</td>
    </tr>
  `;
}
