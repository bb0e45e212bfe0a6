import { html, nothing, type TemplateResult } from 'lit-html';
import type { CampaignPage } from '../../src/protocol/campaignPage.ts';
import { usdText } from '../../src/protocol/usdText.ts';
import { moment, plural } from '../format.ts';
import { icon, severityIcon, verdictIcon, verdictTone } from '../icons.ts';
import { analysisParts } from '../parts/analysis.ts';
import { notesPart } from '../parts/notesForm.ts';
import { dataTable } from '../parts/dataTable.ts';
import { errorNotice } from '../parts/notices.ts';
import { severities } from '../types.ts';
import { plain } from '../untrusted.ts';
import type { CampaignActions, CampaignScreen } from './screen.ts';
import { commonKindsTable, findingsTable, reviewsTable } from './tables.ts';

type Part = TemplateResult | typeof nothing;

const statusNames: Record<CampaignPage['status'], string> = {
  pending: 'Nobody has answered yet',
  in_progress: 'Not finished',
  analyzing: 'All reviewers have ended, and the round is not finished',
  completed: 'Completed',
  partial: 'Finished without some of its reviewers',
  failed: 'Cannot be used',
};

/** The whole page. */
export function campaignTemplate(screen: CampaignScreen, actions: CampaignActions): TemplateResult {
  const { campaign, failure } = screen;
  return html`
    <main class="campaign">
      ${errorNotice(failure)} ${campaign === undefined ? waiting(failure) : shown(campaign, screen, actions)}
    </main>
    <div class="for-screen-readers" role="status">${screen.announcement}</div>
  `;
}

function waiting(failure: CampaignScreen['failure']): TemplateResult {
  return html`<h1>Campaign</h1>
    ${failure === undefined ? html`<p class="quiet" role="status">Reading the campaign…</p>` : nothing}`;
}

function shown(campaign: CampaignPage, screen: CampaignScreen, actions: CampaignActions): TemplateResult {
  const { analysis, findings, reviews, commonKinds, remarks } = campaign;
  return html`
    ${header(campaign, actions)} ${plansPart(campaign, actions)}
    ${
      remarks.length === 0
        ? nothing
        : html`<ul class="remarks" aria-label="What went otherwise than asked">
            ${remarks.map((text) => html`<li>${plain(text)}</li>`)}
          </ul>`
    }
    ${reviews.length === 0 ? nothing : reviewsTable(reviews)}
    ${findings.length === 0 ? nothing : findingsTable(findings, screen.limit, actions)}
    ${commonKinds.length === 0 ? nothing : commonKindsTable(commonKinds)}
    ${
      analysis === undefined
        ? nothing
        : html`<h2 class="campaign-part">Analysis</h2>
            ${analysisParts(analysis, {
              reviewers: campaign.reviewers,
              limit: screen.limit,
              actions: {
                reveal: (finding, plan) => actions.showFinding(plan, finding),
                showMore: actions.showMore,
              },
            })}`
    }
    ${notesPart(screen.notes, actions.notes)}
  `;
}

function header(campaign: CampaignPage, { goOn, archive }: CampaignActions): TemplateResult {
  const { id, name, status, verdict, startedAt, completedAt, strategy, costUsd, problem, plans, isArchived } =
    campaign;
  const isOpen = ['pending', 'in_progress', 'analyzing'].includes(status);
  const when = completedAt ?? startedAt;
  return html`
    <header class="page-header">
      <div class="page-title">
        <div class="page-name">
          <h1><bdi>${plain(name)}</bdi></h1>
          <p class="quiet facts">
            <span>Campaign <code>${id}</code></span>
            ${when === null ? nothing : html`<time datetime=${when}>${moment(when)}</time>`}
            ${strategy === null ? nothing : html`<span>${strategy}</span>`}
            ${costUsd === null ? nothing : html`<span>${usdText(costUsd)}</span>`}
            <span>${plural(plans.length, 'plan')}</span>
            ${isArchived ? html`<span>Archived</span>` : nothing}
          </p>
        </div>
        <div class="buttons">
          <button
            type="button"
            class="secondary"
            id="archive"
            title=${isArchived ? 'Lists show it again' : 'Lists leave it out; nothing is deleted'}
            @click=${() => archive(!isArchived)}
          >
            ${isArchived ? 'Bring back' : 'Archive'}
          </button>
          ${
            isOpen || (status === 'partial' && plans.length > 1)
              ? html`<button type="button" class="primary" id="go-on" @click=${goOn}>
                  ${icon('plan')} Go on
                </button>`
              : nothing
          }
        </div>
      </div>
      <div class="verdict ${verdict === null ? 'none' : verdictTone(verdict)}">
        <p class="verdict-line">
          ${
            verdict === null
              ? html`<span class="badge">${statusNames[status]}</span>`
              : html`<span class="badge strong ${verdictTone(verdict)}"
                    >${verdictIcon(verdict)} ${verdict}</span
                  >
                  <span class="quiet">${statusNames[status]}</span>`
          }
        </p>
        ${problem === null ? nothing : html`<p>${plain(problem)}</p>`}
      </div>
    </header>
  `;
}

function plansPart({ plans }: CampaignPage, actions: CampaignActions): TemplateResult {
  return html`
    <h2 class="campaign-part">${plans.length === 1 ? 'Plan' : 'Plans'}</h2>
    ${dataTable(
      'Plans of the campaign',
      ['Plan', 'State', 'Verdict', 'Open', 'Look'],
      plans.map((plan) => [
        html`<span class="strong"><bdi>${plain(plan.title === '' ? plan.path : plan.title)}</bdi></span>
          <span class="quiet path">${plain(plan.path)}</span>`,
        html`${plain(plan.status)}${plan.round === null ? nothing : html`<span class="quiet">Round ${plan.round}</span>`}
        ${plan.problem === null ? nothing : html`<span class="quiet">${plain(plan.problem)}</span>`}`,
        plan.verdict === null
          ? '–'
          : html`<span class="one-line">${verdictIcon(plan.verdict)} ${plan.verdict}</span>`,
        openCounts(plan.open),
        html`<span class="buttons">
          ${
            plan.round === null
              ? nothing
              : html`<button
                  type="button"
                  class="secondary"
                  aria-label="Show review of ${plain(plan.path)}"
                  @click=${() => actions.showReview(plan.path)}
                >
                  Review
                </button>`
          }
          <button
            type="button"
            class="secondary"
            aria-label="Open plan ${plain(plan.path)}"
            @click=${() => actions.openPlan(plan.path)}
          >
            Plan
          </button>
        </span>`,
      ]),
    )}
  `;
}

function openCounts(open: CampaignPage['plans'][number]['open']): Part {
  if (open === null) {
    return html`–`;
  }
  const some = severities.filter((severity) => open[severity] > 0);
  return some.length === 0
    ? html`<span class="quiet">none</span>`
    : html`<span class="counts"
        >${some.map(
          (severity) =>
            html`<span class="count"
              >${severityIcon(severity)}${open[severity].toLocaleString()}
              <span class="for-screen-readers">${severity}</span></span
            >`,
        )}</span
      >`;
}
