import { html, nothing, type TemplateResult } from 'lit-html';
import { placeExplanation, placeText, sectionText, shorten } from '../format.ts';
import { icon, severityIcon } from '../icons.ts';
import {
  severityNames,
  type Actions,
  type Finding,
  type FindingStatus,
  type PanelFinding,
  type Reviewer,
} from '../types.ts';
import { inlineMarkdown, markdown, plain } from '../untrusted.ts';
import type { Answering } from '../response/answers.ts';
import { findingState } from './findingState.ts';
import { answerBadge, answerEditor } from './responseEditor.ts';
import { findingNotes, findingStatements } from './statements.ts';

/** Longer titles and sections are cut in the row and shown whole when it is expanded. */
const longestTitle = 240;

/** What a row needs to know beside its finding. */
export interface RowContext {
  readonly index: number;
  readonly total: number;
  readonly isExpanded: boolean;
  readonly isSelected: boolean;
  /** The round's reviewers, to call them by their names. */
  readonly reviewers: readonly Reviewer[];
  /** The round that is shown. */
  readonly round: number;
  /** The author's side, where the finding is there to answer. */
  readonly answering: Answering | undefined;
  /** What became of the finding by now. */
  readonly status: FindingStatus | undefined;
  readonly actions: Actions;
}

/** One finding of the list: a line that leads to the plan, and what was found, behind a button of its own. */
export function findingRow(item: PanelFinding, row: RowContext): TemplateResult {
  const { finding, place } = item;
  const { actions, isExpanded } = row;
  const detailsId = `details-${finding.id}`;
  return html`
    <li
      class="finding ${finding.severity} ${row.isSelected ? 'selected' : ''}"
      id="finding-${finding.id}"
      data-finding=${finding.id}
      aria-posinset=${row.index + 1}
      aria-setsize=${row.total}
    >
      <div class="row">
        <button
          type="button"
          class="expander"
          aria-expanded=${isExpanded ? 'true' : 'false'}
          aria-controls=${isExpanded ? detailsId : nothing}
          aria-label="Details of ${finding.id}"
          @click=${() => actions.toggleFinding(finding.id)}
        >
          ${icon('chevron')}
        </button>
        <h3>
          <button
            type="button"
            class="row-main"
            aria-current=${row.isSelected ? 'true' : nothing}
            @click=${() => actions.showFinding(finding.id)}
          >
            ${severityIcon(finding.severity)}
            <span class="row-id">${finding.id}</span>
            <span class="row-title" dir="auto">${inlineMarkdown(shorten(finding.title, longestTitle))}</span>
            <span class="row-meta facts">
              <span class="severity-name">${severityNames[finding.severity]}</span>
              ${findingState(row.status)}
              <span class="row-section"
                ><bdi>${plain(shorten(sectionText(finding), longestTitle))}</bdi></span
              >
              <span class="place ${place.state}" title=${placeExplanation(place)}>${placeText(place)}</span>
              ${finding.round < row.round ? html`<span>from round ${finding.round}</span>` : nothing}
              ${row.answering === undefined ? nothing : answerBadge(finding.id, row.answering)}
            </span>
          </button>
        </h3>
      </div>
      ${isExpanded ? details(item, row) : nothing}
    </li>
  `;
}

function details(item: PanelFinding, row: RowContext): TemplateResult {
  const { finding, place } = item;
  return html`
    <div class="details" id="details-${finding.id}" role="group" aria-label="Details of ${finding.id}">
      ${finding.title.length > longestTitle ? html`<div class="as-is">${plain(finding.title)}</div>` : nothing}
      ${findingNotes(finding)} ${quote(finding)} ${part('Observation', finding.observation)}
      ${part('Concern', finding.concern)} ${part('Recommendation', finding.recommendation)}
      ${findingStatements(finding, row.reviewers)}
      <dl class="pairs">
        <dt>Place</dt>
        <dd>${placeExplanation(place)}${related(finding)}</dd>
        <dt>Category</dt>
        <dd>${finding.category}</dd>
        <dt>Raised by</dt>
        <dd>
          ${plain(raisedBy(finding, row.reviewers))}${
            finding.check === undefined ? nothing : html`, <code>${plain(finding.check)}</code>`
          }
        </dd>
        ${
          finding.confidence === undefined
            ? nothing
            : html`<dt>Confidence</dt>
                <dd>${finding.confidence}</dd>`
        }
      </dl>
      <button type="button" class="secondary" @click=${() => row.actions.showFinding(finding.id)}>
        Show in plan
      </button>
      ${
        row.answering === undefined
          ? nothing
          : answerEditor(finding.id, { answering: row.answering, actions: row.actions.response })
      }
    </div>
  `;
}

function quote(finding: Finding): TemplateResult | typeof nothing {
  return finding.anchor.quote === ''
    ? nothing
    : html`<figure class="quote">
        <figcaption class="quiet">The plan says</figcaption>
        <blockquote dir="auto" tabindex="0">${plain(finding.anchor.quote)}</blockquote>
      </figure>`;
}

function part(name: string, text: string): TemplateResult {
  return html`<h4>${name}</h4>
    ${markdown(text)}`;
}

function related(finding: Finding): TemplateResult | typeof nothing {
  const lines = [...new Set(finding.related.map((range) => range.start.line))];
  return lines.length === 0
    ? nothing
    : html` Also ${lines.length === 1 ? 'at line' : 'at lines'} ${lines.join(', ')} of the reviewed text.`;
}

function raisedBy(finding: Finding, reviewers: readonly Reviewer[]): string {
  return finding.reviewers
    .map((id) => reviewers.find((reviewer) => reviewer.id === id)?.name ?? id)
    .join(', ');
}
