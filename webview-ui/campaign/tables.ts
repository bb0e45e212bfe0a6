import { html, nothing, type TemplateResult } from 'lit-html';
import type { CampaignPage } from '../../src/protocol/campaignPage.ts';
import { dimensionNames, dimensions } from '../dimensions.ts';
import { durationText, plural } from '../format.ts';
import { icon, severityIcon, statusIcon, verdictIcon } from '../icons.ts';
import { dataTable } from '../parts/dataTable.ts';
import { statusNames } from '../parts/findingState.ts';
import { severityNames } from '../types.ts';
import { inlineMarkdown, plain } from '../untrusted.ts';
import type { CampaignActions } from './screen.ts';

type Review = CampaignPage['reviews'][number];

const reviewStates: Record<Review['status'], TemplateResult> = {
  pending: html`${icon('dot', 'tone-quiet')} Has not answered`,
  completed: html`${icon('check', 'tone-good')} Answered`,
  failed: html`${icon('cross', 'tone-bad')} Failed`,
};

/** Who was asked, on which model, how that went, and what each thinks of the plan. */
export function reviewsTable(reviews: readonly Review[]): TemplateResult {
  return html`
    <h2 class="campaign-part">Reviewers</h2>
    ${dataTable(
      'Reviewers of the campaign',
      ['Reviewer', 'State', 'Findings', 'Own verdict', 'Ratings'],
      reviews.map(({ reviewer, status, elapsedMs, review }) => [
        html`<span class="strong">${plain(review.name === '' ? reviewer : review.name)}</span> ${
            review.model === null
              ? nothing
              : html`<span class="quiet">${plain(review.provider ?? '')}: ${plain(review.model)}</span>`
          }`,
        html`${reviewStates[status]}
        ${elapsedMs === null ? nothing : html`<span class="quiet">${durationText(elapsedMs)}</span>`}
        ${status === 'failed' ? html`<span class="quiet">${plain(review.detail)}</span>` : nothing}`,
        review.findings.toLocaleString(),
        review.verdict === null
          ? '–'
          : html`<span class="one-line">${verdictIcon(review.verdict)} ${review.verdict}</span>`,
        review.ratings === null
          ? '–'
          : html`<ul class="ratings" role="list" aria-label="Ratings">
              ${dimensions.map(
                (key) =>
                  html`<li><span class="quiet">${dimensionNames[key]}</span> ${review.ratings?.[key]}</li>`,
              )}
            </ul>`,
      ]),
    )}
  `;
}

/** What the campaign raised, and what has become of it since. */
export function findingsTable(
  findings: CampaignPage['findings'],
  limit: number,
  actions: CampaignActions,
): TemplateResult {
  const shown = findings.slice(0, limit);
  return html`
    <h2 class="campaign-part">Findings</h2>
    ${dataTable(
      'What the campaign raised',
      ['Finding', 'Severity', 'By now', 'Raised by'],
      shown.map(({ plan, id, severity, title, status, reviewers, section }) => [
        html`<button type="button" class="link" @click=${() => actions.showFinding(plan, id)}>
            ${id} <span dir="auto">${inlineMarkdown(title)}</span>
          </button>
          <span class="quiet">${plain(section.join(' › '))}</span>`,
        html`<span class="one-line">${severityIcon(severity)} ${severityNames[severity]}</span>`,
        html`${statusIcon(status)} ${statusNames[status]}`,
        plain(reviewers.join(', ')),
      ]),
    )}
    ${
      shown.length < findings.length
        ? html`<p class="table-note">
            <button type="button" class="secondary" @click=${actions.showMore}>
              Show more of ${plural(findings.length, 'finding')}
            </button>
          </p>`
        : nothing
    }
  `;
}

/** The kinds of finding that several plans have. */
export function commonKindsTable(kinds: CampaignPage['commonKinds']): TemplateResult {
  return html`
    <h2 class="campaign-part">What plans have in common</h2>
    ${dataTable(
      'What plans have in common',
      ['Kind', 'Plans', 'Findings', 'Worst'],
      kinds.map(({ kind, check, plans, findings, open, worst }) => [
        check === null
          ? html`<span class="capitalized">${plain(kind)}</span>`
          : html`<code>${plain(kind)}</code>`,
        html`${plural(plans.length, 'plan')}<span class="quiet path">${plain(plans.join(', '))}</span>`,
        html`${findings.toLocaleString()}<span class="quiet">${open.toLocaleString()} open</span>`,
        html`<span class="one-line">${severityIcon(worst)} ${severityNames[worst]}</span>`,
      ]),
    )}
  `;
}
