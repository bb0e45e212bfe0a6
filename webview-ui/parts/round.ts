import { html, nothing, type TemplateResult } from 'lit-html';
import { moment, shortHash } from '../format.ts';
import { icon } from '../icons.ts';
import { listedFindings, shownTab, tabsOf } from '../select.ts';
import type { Actions, PanelRound, Tab } from '../types.ts';
import { markdown, plain } from '../untrusted.ts';
import { areasPanel, coverageCounts } from './areas.ts';
import { analysisPanel } from './analysis.ts';
import { changesPanel } from './changes.ts';
import { claimsPanel } from './claims.ts';
import { executionPanel, scoreText } from './execution.ts';
import { findingsPanel } from './findings.ts';
import { notesPanel } from './notes.ts';
import type { Screen } from '../screen.ts';
import { progressText, responseTab } from './responseTab.ts';
import { resolutionsPanel } from './resolutions.ts';
import { reviewersPanel } from './reviewers.ts';
import { tasksPanel } from './tasks.ts';

/** One round: what was reviewed, its documents, and its parts behind tabs. */
export function roundSection(screen: Screen, round: PanelRound, actions: Actions): TemplateResult {
  const shown = shownTab(screen.state, round, screen.view);
  return html`
    <section class="shown-round" aria-labelledby="round-title">
      <div class="section-line">
        <h2 id="round-title">Round ${round.number}</h2>
        <div class="buttons">
          <button
            type="button"
            class="secondary"
            @click=${() => actions.openDocument(round.number, 'review')}
          >
            ${icon('document')} Review document
          </button>
          <button
            type="button"
            class="secondary"
            title="Open the text that was reviewed"
            @click=${() => actions.openDocument(round.number, 'snapshot')}
          >
            ${icon('document')} Snapshot
          </button>
        </div>
      </div>
      <p class="quiet facts">${roundFacts(round)}</p>
      ${round.panel?.summary === undefined ? nothing : html`<div class="round-summary">${markdown(round.panel.summary)}</div>`}
      ${tabList(shown, screen, actions)}
      <div class="tab-panel" id="tab-panel" role="tabpanel" aria-labelledby="tab-${shown}">
        ${tabPanels[shown](screen, round, actions)}
      </div>
    </section>
  `;
}

function roundFacts(round: PanelRound): TemplateResult {
  const { repository } = round;
  return html`
    <time datetime=${round.completedAt}>${moment(round.completedAt)}</time>
    <span title=${round.revision}>Revision <code>${shortHash(round.revision)}</code></span>
    ${
      repository === null || repository.head === null
        ? nothing
        : html`<span title=${repository.head}
            >${repository.branch === null ? 'At' : html`<bdi>${plain(repository.branch)}</bdi> at`}
            <code>${shortHash(repository.head)}</code></span
          >`
    }
    ${repository === null || repository.planCommitted ? nothing : html`<span>Plan not committed</span>`}
  `;
}

const tabNames: Record<Tab, string> = {
  execution: 'Execution',
  areas: 'Areas',
  findings: 'Findings',
  response: 'Response',
  resolutions: 'Resolutions',
  analysis: 'Analysis',
  changes: 'Changes',
  claims: 'Claims',
  notes: 'Notes',
  reviewers: 'Reviewers',
  run: 'Run',
};

function tabList(
  shown: Tab,
  { state, round, answering }: Screen,
  actions: Actions,
): TemplateResult | typeof nothing {
  if (round === undefined) {
    return nothing;
  }
  const shownTabs = tabsOf(state, round);
  const counts: Record<Tab, number | string | undefined> = {
    execution: scoreText(round),
    areas: coveredText(round),
    findings: listedFindings(round).length,
    response: progressText(answering),
    resolutions: round.resolutions?.length ?? 0,
    analysis: undefined,
    // What changed is looked up when somebody looks.
    changes: undefined,
    claims: round.claims.length,
    notes: round.strengths.length + round.questions.length,
    reviewers: round.reviewers.length,
    run: round.panel?.tasks.length ?? 0,
  };
  return html`
    <div class="tabs" role="tablist" aria-label="Parts of round ${round.number}">
      ${shownTabs.map((tab) => {
        const isShown = tab === shown;
        return html`<button
          type="button"
          role="tab"
          id="tab-${tab}"
          aria-selected=${isShown ? 'true' : 'false'}
          aria-controls="tab-panel"
          tabindex=${isShown ? '0' : '-1'}
          @click=${() => actions.chooseTab(tab)}
          @keydown=${(event: KeyboardEvent) => moveTab(event, { tabs: shownTabs, from: tab }, actions)}
        >
          ${tabNames[tab]}
          ${counts[tab] === undefined ? nothing : html`<span class="tab-count">${counts[tab].toLocaleString()}</span>`}
        </button>`;
      })}
    </div>
  `;
}

/** How many of a packet's questions are covered: `18/20`. */
function coveredText({ packet }: PanelRound): string | undefined {
  if (packet === undefined) {
    return undefined;
  }
  const { asked, uncovered } = coverageCounts(packet);
  return `${asked - uncovered}/${asked}`;
}

/** The keys of a tab list, as ARIA's authoring practices have them. */
function moveTab(
  event: KeyboardEvent,
  { tabs, from }: { readonly tabs: readonly Tab[]; readonly from: Tab },
  actions: Actions,
): void {
  const index = tabs.indexOf(from);
  const target: Partial<Record<string, Tab | undefined>> = {
    ArrowRight: tabs[(index + 1) % tabs.length],
    ArrowLeft: tabs.at(index - 1),
    Home: tabs[0],
    End: tabs.at(-1),
  };
  const tab = target[event.key];
  if (tab !== undefined) {
    event.preventDefault();
    actions.chooseTab(tab);
    document.querySelector<HTMLElement>(`#tab-${tab}`)?.focus();
  }
}

const tabPanels: Record<Tab, (screen: Screen, round: PanelRound, actions: Actions) => TemplateResult> = {
  execution: executionPanel,
  areas: areasPanel,
  findings: findingsPanel,
  response: (screen, _round, actions) => responseTab(screen, actions),
  resolutions: resolutionsPanel,
  analysis: analysisPanel,
  changes: changesPanel,
  claims: claimsPanel,
  notes: (_screen, round) => notesPanel(round),
  reviewers: (_screen, round) => reviewersPanel(round),
  run: (_screen, { panel }) => (panel === undefined ? html`` : tasksPanel(panel)),
};
