import { html, nothing, type TemplateResult } from 'lit-html';
import type { FindingStatus } from '../types.ts';

/** How the page names what became of a finding. */
export const statusNames: Record<FindingStatus, string> = {
  open: 'Open',
  resolved: 'Resolved',
  'partially-resolved': 'Partially resolved',
  unresolved: 'Unresolved',
  acknowledged: 'Acknowledged',
  withdrawn: 'Withdrawn',
  regressed: 'Regressed',
};

/** What became of a finding by now, in its row. */
export function findingState(status: FindingStatus | undefined): TemplateResult | typeof nothing {
  return status === undefined
    ? nothing
    : html`<span class="finding-state ${status}">${statusNames[status]}</span>`;
}
