import { html, nothing, type TemplateResult } from 'lit-html';
import { usdText } from '../../src/protocol/usdText.ts';
import { durationText, plural, tokensText } from '../format.ts';
import { reviewerIcons } from '../icons.ts';
import type { PanelRecord } from '../types.ts';
import { plain } from '../untrusted.ts';

type Task = PanelRecord['tasks'][number];

const phaseNames: Record<Task['phase'], string> = {
  selection: 'Selection',
  reviewers: 'Review',
  analysis: 'Analysis',
  response: 'Draft',
};

const statusNames: Record<Task['status'], string> = {
  succeeded: 'Succeeded',
  failed_isolated: 'Failed',
  failed_blocking: 'Could not be asked',
};

const selectionNames: Record<PanelRecord['selection'], string> = {
  all_core: 'All reviewers',
  manual: 'Reviewers by name',
  smart_sampling: 'Reviewers selected by the plan’s content',
};

const strategyNames: Record<PanelRecord['strategy'], string> = {
  complementary: 'specialists were shown what the leads found',
  independent: 'everybody read alone',
};

/** What the models of a round were asked, and what that took and cost. */
export function tasksPanel(panel: PanelRecord): TemplateResult {
  const { usage, costUsd, tasks } = panel;
  return html`
    <p class="table-note facts">
      <span>${selectionNames[panel.selection]}; ${strategyNames[panel.strategy]}</span>
      <span>${plural(tasks.length, 'task')}</span>
      <span>${tokensText(usage)}</span>
      <span>${costUsd === undefined ? 'cost not known' : usdText(costUsd)}</span>
    </p>
    <table class="table" role="table" aria-label="Tasks of the round">
      <thead role="rowgroup">
        <tr role="row">
          ${['Task', 'Status', 'Model', 'Attempts', 'Tokens', 'Cost'].map(
            (name) => html`<th role="columnheader" scope="col">${name}</th>`,
          )}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${tasks.map(taskRow)}
      </tbody>
    </table>
  `;
}

function taskRow(task: Task): TemplateResult {
  const {
    id,
    phase,
    status,
    provider,
    model,
    answeredBy,
    attempts,
    calls,
    elapsedMs,
    usage,
    costUsd,
    error,
  } = task;
  return html`
    <tr role="row">
      <td role="cell" data-label="Task">
        <code>${plain(id)}</code>
        <span class="quiet">${phaseNames[phase]}, ${durationText(elapsedMs)}</span>
      </td>
      <td role="cell" data-label="Status">
        <span>${reviewerIcons[status]} ${statusNames[status]}</span>
        ${
          error === undefined
            ? nothing
            : html`<span class="quiet">${plain(error.message)} ${plain(error.wayOut)}</span>`
        }
      </td>
      <td role="cell" data-label="Model">
        <span class="name">${plain(answeredBy ?? model)}</span>
        <span class="quiet"
          >${plain(provider)}${answeredBy === undefined ? nothing : html`, in place of ${plain(model)}`}</span
        >
      </td>
      <td role="cell" data-label="Attempts" class="one-line">
        <span>${plural(attempts, 'answer')}</span>
        <span class="quiet">${plural(calls, 'call')}</span>
      </td>
      <td role="cell" data-label="Tokens">${tokensText(usage)}</td>
      <td role="cell" data-label="Cost" class="one-line">
        ${costUsd === undefined ? '–' : usdText(costUsd)}
      </td>
    </tr>
  `;
}
