import { html, nothing, type TemplateResult } from 'lit-html';
import { dimensionNames, type Analysis } from '../dimensions.ts';
import { plural } from '../format.ts';
import { severityIcon } from '../icons.ts';
import type { AnalysisActions } from '../insights/insights.ts';
import { severityNames } from '../types.ts';
import { inlineMarkdown, markdown, plain } from '../untrusted.ts';

type Priority = Analysis['priorities'][number];
type Part = TemplateResult | typeof nothing;

/** What many findings have in common, as a model puts it. */
export function themeList({ themes }: Analysis, { reveal }: AnalysisActions): Part {
  return themes.length === 0
    ? nothing
    : html`
        <h3 class="part-title">Themes</h3>
        <ul class="plain-list" role="list" aria-label="Themes">
          ${themes.map(
            ({ title, description, dimension, findings }) =>
              html`<li>
                <p class="strong" dir="auto">${inlineMarkdown(title)}</p>
                ${markdown(description)}
                <p class="quiet facts">
                  ${dimension === null ? nothing : html`<span>${dimensionNames[dimension]}</span>`}
                  <span
                    >${findings.map(
                      ({ plan, finding }) =>
                        html`<button type="button" class="link" @click=${() => reveal(finding, plan)}>
                            ${finding}</button
                          >${' '}`,
                    )}</span
                  >
                </p>
              </li>`,
          )}
        </ul>
      `;
}

/** Every open finding, the worst first. */
export function priorityList(
  { priorities, sources }: Analysis,
  { limit, actions }: { readonly limit: number; readonly actions: AnalysisActions },
): TemplateResult {
  const isOfSeveral = new Set(sources.map(({ plan }) => plan.path)).size > 1;
  const shown = priorities.slice(0, limit);
  return html`
    <h3 class="part-title">Priorities</h3>
    ${
      priorities.length === 0
        ? html`<p class="quiet">Nothing is open.</p>`
        : html`<ol class="priorities" role="list" aria-label="Priorities">
            ${shown.map((priority) => priorityItem(priority, isOfSeveral, actions))}
          </ol>`
    }
    ${
      shown.length < priorities.length
        ? html`<p class="table-note">
            <button type="button" class="secondary" @click=${actions.showMore}>
              Show more of ${plural(priorities.length, 'priority', 'priorities')}
            </button>
          </p>`
        : nothing
    }
  `;
}

function priorityItem(
  { rank, plan, finding, severity, category, title, raisedBy, check, agreement }: Priority,
  isOfSeveral: boolean,
  { reveal }: AnalysisActions,
): TemplateResult {
  const raisers = [...raisedBy, ...(check === null ? [] : [`the check ${check}`])];
  return html`
    <li>
      <span class="rank" aria-hidden="true">${rank}</span>
      <div>
        <button type="button" class="link" @click=${() => reveal(finding, plan)}>
          ${severityIcon(severity)} ${finding} <span dir="auto">${inlineMarkdown(title)}</span>
        </button>
        <p class="quiet facts">
          <span>${severityNames[severity]}, ${category}</span>
          ${isOfSeveral ? html`<span class="path">${plain(plan)}</span>` : nothing}
          ${
            agreement === null
              ? nothing
              : html`<span>raised by ${agreement.raised} of ${plural(agreement.of, 'reviewer')}</span>`
          }
          <span>${raisers.length === 0 ? 'by nobody by name' : plain(raisers.join(', '))}</span>
        </p>
      </div>
    </li>
  `;
}
