import { html, nothing, type TemplateResult } from 'lit-html';
import { plural } from '../format.ts';
import { findingOf, statusOf } from '../findingsById.ts';
import { icon, severityIcon } from '../icons.ts';
import { listedFindings } from '../select.ts';
import type { Screen } from '../screen.ts';
import { severityNames, type Actions, type PacketReport, type PanelRound } from '../types.ts';
import { inlineMarkdown, markdown, plain } from '../untrusted.ts';
import { areaQuestions, areaRisks } from './areaParts.ts';
import { statusNames } from './findingState.ts';
import { findingLink } from './resolutions.ts';

type Area = PacketReport['areas'][number];

/** The report on a packet: what stops the work, then area by area what was asked, answered, risked and advised. */
export function areasPanel(screen: Screen, round: PanelRound, actions: Actions): TemplateResult {
  const { packet } = round;
  if (packet === undefined) {
    return html``;
  }
  const shown = packet.areas.slice(0, screen.claimLimit);
  return html`
    ${summary(packet)} ${blockers(screen, round, actions)}
    ${shown.map((area) => areaSection(area, screen, actions))}
    ${
      shown.length < packet.areas.length
        ? html`<p>
            <button type="button" class="secondary" @click=${actions.showMoreClaims}>
              Show more of ${plural(packet.areas.length, 'area')}
            </button>
          </p>`
        : nothing
    }
    ${otherFindings(packet, { screen, round, actions })} ${assumptions(round)} ${verification(packet)}
  `;
}

/** How many questions of a packet are answered, in words and as a mark at its tab. */
export function coverageCounts(packet: PacketReport): Record<'asked' | Question['state'], number> {
  const questions = packet.areas.flatMap((area) => area.questions);
  const counted = (state: Question['state']): number =>
    questions.filter((question) => question.state === state).length;
  return {
    asked: questions.length,
    answered: counted('answered'),
    unanswerable: counted('unanswerable'),
    uncovered: counted('uncovered'),
  };
}

type Question = Area['questions'][number];

function summary(packet: PacketReport): TemplateResult {
  if (packet.areas.length === 0) {
    return html`<div class="nothing">
      ${icon('unknown', 'tone-quiet large')}
      <p class="strong">No areas</p>
      <p class="quiet">The packet names nothing to review.</p>
    </div>`;
  }
  const { asked, answered, unanswerable, uncovered } = coverageCounts(packet);
  return html`<ul class="claim-summary" role="list" aria-label="Coverage">
    <li>${plural(packet.areas.length, 'area')}</li>
    <li>${icon('check', 'tone-good')} ${answered} of ${plural(asked, 'question')} answered</li>
    ${
      unanswerable === 0
        ? nothing
        : html`<li>${icon('unknown', 'tone-quiet')} ${unanswerable} cannot be answered</li>`
    }
    ${uncovered === 0 ? nothing : html`<li>${icon('cross', 'tone-bad')} ${uncovered} uncovered</li>`}
  </ul>`;
}

/** What the verdict says stands in the way. Each leads to the words that it is about, and to where it is answered. */
function blockers({ state }: Screen, { verdict }: PanelRound, actions: Actions): TemplateResult {
  const ids = verdict.reasons.flatMap(({ code, finding }) =>
    code === 'open-critical' && finding !== undefined ? [finding] : [],
  );
  return html`
    <section class="area" aria-labelledby="blockers-title">
      <h3 id="blockers-title">Blockers</h3>
      ${
        ids.length === 0
          ? html`<p class="quiet">Nothing that was found stops the work.</p>`
          : html`<ul class="plain-list" role="list" aria-labelledby="blockers-title">
              ${ids.map((id) => {
                const finding = findingOf(state, id);
                return html`<li class="blocker">
                  <button
                    type="button"
                    class="link"
                    title="Show the words that it is about"
                    @click=${() => actions.showFinding(id)}
                  >
                    ${severityIcon('critical')} ${id}
                    ${finding === undefined ? nothing : html`<span dir="auto">${inlineMarkdown(finding.title)}</span>`}
                  </button>
                  <button
                    type="button"
                    class="secondary"
                    aria-label="Details and answer of ${id}"
                    @click=${() => actions.revealFinding(id)}
                  >
                    Details and answer
                  </button>
                </li>`;
              })}
            </ul>`
      }
    </section>
  `;
}

function areaSection(area: Area, screen: Screen, actions: Actions): TemplateResult {
  const { id, title, findings, recommendations } = area;
  return html`
    <section class="area" data-area=${id} aria-labelledby="area-${id}">
      <h3 id="area-${id}"><span class="row-id">${id}</span> <bdi>${plain(title)}</bdi></h3>
      <h4>Findings</h4>
      ${
        findings.length === 0
          ? html`<p class="quiet">None on its own words.</p>`
          : findingList(`Findings on area ${id}`, findings, { screen, actions })
      }
      <h4>Questions</h4>
      ${areaQuestions(area)}
      <h4>Risk of what is proposed</h4>
      ${areaRisks(area)}
      <h4>Recommendations for implementers</h4>
      ${
        recommendations.length === 0
          ? html`<p class="quiet">None.</p>`
          : html`<ul class="advice">
              ${recommendations.map(
                ({ reviewer, text, isImplementation }) =>
                  html`<li>
                    ${
                      isImplementation === true
                        ? html`<p>Written as an implementation, which is not for a review to write.</p>`
                        : markdown(text)
                    }
                    <span class="quiet">${plain(reviewer)}</span>
                  </li>`,
              )}
            </ul>`
      }
    </section>
  `;
}

function findingList(
  name: string,
  ids: readonly string[],
  { screen: { state }, actions }: { readonly screen: Screen; readonly actions: Actions },
): TemplateResult {
  return html`<ul class="plain-list" role="list" aria-label=${name}>
    ${ids.map((id) => {
      const finding = findingOf(state, id);
      const status = statusOf(state, id);
      return html`<li class="facts">
        ${findingLink(id, finding, actions)}
        ${finding === undefined ? nothing : html`<span class="quiet">${severityNames[finding.severity]}</span>`}
        ${status === undefined ? nothing : html`<span class="quiet">${statusNames[status]}</span>`}
      </li>`;
    })}
  </ul>`;
}

/** More than these are found in the findings' own list. */
const mostOthers = 100;

/** What was found on the packet's other parts, and on the plan that it is about. */
function otherFindings(
  { areas }: PacketReport,
  {
    screen,
    round,
    actions,
  }: { readonly screen: Screen; readonly round: PanelRound; readonly actions: Actions },
): TemplateResult | typeof nothing {
  const placed = new Set(areas.flatMap(({ findings }) => findings));
  const others = listedFindings(round)
    .map(({ finding }) => finding.id)
    .filter((id) => !placed.has(id));
  return others.length === 0
    ? nothing
    : html`<section class="area" aria-labelledby="others-title">
        <h3 id="others-title">Findings outside the areas</h3>
        ${findingList('Findings outside the areas', others.slice(0, mostOthers), { screen, actions })}
        ${
          others.length <= mostOthers
            ? nothing
            : html`<p class="quiet">
                ${plural(others.length - mostOthers, 'more finding is', 'more findings are')} in the list of
                findings.
              </p>`
        }
      </section>`;
}

/** What the reviewers took for granted, which somebody has to look into. */
function assumptions({ panel }: PanelRound): TemplateResult {
  const all = (panel?.reviewers ?? []).flatMap(({ name, opinion }) =>
    (opinion?.assumptions ?? []).map((text) => ({ name, text })),
  );
  return html`<section class="area" aria-labelledby="assumptions-title">
    <h3 id="assumptions-title">Assumptions to validate</h3>
    ${
      all.length === 0
        ? html`<p class="quiet">No reviewer has named any in this round.</p>`
        : html`<ul class="advice">
            ${all.map(({ name, text }) => html`<li>${markdown(text)} <span class="quiet">${plain(name)}</span></li>`)}
          </ul>`
    }
  </section>`;
}

/** The packet's own checklist, ticked where recorded facts can tell. */
function verification({ checklist }: PacketReport): TemplateResult {
  return html`<section class="area" aria-labelledby="verification-title">
    <h3 id="verification-title">Verification</h3>
    ${
      checklist.length === 0
        ? html`<p class="quiet">The packet has no checklist.</p>`
        : html`<ul class="readiness verification" role="list" aria-labelledby="verification-title">
            ${checklist.map(
              ({ text, isTicked, by, detail }) =>
                html`<li>
                  ${
                    isTicked
                      ? icon('check', 'tone-good')
                      : by === 'host'
                        ? icon('cross', 'tone-bad')
                        : icon('unknown', 'tone-quiet')
                  }
                  <span>
                    <span class="for-screen-readers">${isTicked ? 'Ticked' : 'Not ticked'}: </span>
                    <span dir="auto">${plain(text)}</span>
                    <span class="quiet">${plain(detail)}</span>
                  </span>
                </li>`,
            )}
          </ul>`
    }
  </section>`;
}
