import { html, nothing, type TemplateResult } from 'lit-html';
import { dimensionNames, dimensions, movedText, scoreText, type Analysis } from '../dimensions.ts';
import { durationText, plural } from '../format.ts';
import { reviewerIcons, severityIcon } from '../icons.ts';
import type { AnalysisActions, AnalysisTold } from '../insights/insights.ts';
import { inlineMarkdown, plain } from '../untrusted.ts';
import { dataTable } from './dataTable.ts';
import { recordLine } from './personaRecords.ts';

type Breakdown = Analysis['breakdowns']['archetype'][number];
type Persona = Analysis['personas'][number];

/** What the plan is to each group of personas: scores, strengths, and the worst of what troubles them. */
export function breakdownTable(
  name: string,
  groups: readonly Breakdown[],
  actions: AnalysisActions,
): TemplateResult {
  return dataTable(
    `By ${name.toLowerCase()}`,
    [name, 'Scores', 'Strengths', 'Struggles'],
    groups.map((group) => [
      html`<span class="strong capitalized">${plain(group.name)}</span>
        <span class="quiet">${plural(group.reviewers.length, 'reviewer')}</span>`,
      averages(group.averages),
      group.strengths.length === 0
        ? html`<span class="quiet">none named</span>`
        : html`<ul class="cell-list" role="list" aria-label="Strengths">
            ${group.strengths.map((text) => html`<li dir="auto">${inlineMarkdown(text)}</li>`)}
          </ul>`,
      struggles(group, actions),
    ]),
  );
}

function averages(scores: Breakdown['averages']): TemplateResult {
  return scores === null
    ? html`<span class="quiet">none</span>`
    : html`<ul class="ratings" role="list" aria-label="Scores">
        ${dimensions.map(
          (key) => html`<li><span class="quiet">${dimensionNames[key]}</span> ${scoreText(scores[key])}</li>`,
        )}
      </ul>`;
}

function struggles({ struggles: worst }: Breakdown, { reveal }: AnalysisActions): TemplateResult {
  return worst.length === 0
    ? html`<span class="quiet">none</span>`
    : html`<ul class="cell-list" role="list" aria-label="Struggles">
        ${worst.map(
          ({ plan, finding, severity, title }) =>
            html`<li>
              <button type="button" class="link" @click=${() => reveal(finding, plan)}>
                ${severityIcon(severity)} ${finding} <span dir="auto">${inlineMarkdown(title)}</span>
              </button>
            </li>`,
        )}
      </ul>`;
}

const statusNames: Record<Persona['status'], string> = {
  succeeded: 'Answered',
  failed_isolated: 'Failed',
  failed_blocking: 'Could not be asked',
};

/** What each persona wrote and how it judges, with what became of its findings so far. */
export function personasTable(
  personas: readonly Persona[],
  reviewers: AnalysisTold['reviewers'],
): TemplateResult {
  return html`${dataTable(
    'What each reviewer did',
    ['Reviewer', 'Wrote', 'Judges', 'Findings upheld so far'],
    personas.map((persona) => [
      html`<span class="strong">${plain(persona.name)}</span>
        <span class="quiet">${reviewerIcons[persona.status]} ${statusNames[persona.status]}</span>
        <span class="quiet">${plain([persona.archetype, persona.experience].join(', '))}</span>`,
      html`${plural(persona.depth.findings, 'finding')}
        <span class="quiet"
          >${plural(persona.depth.words, 'word')}${persona.elapsedMs === null ? nothing : `, ${durationText(persona.elapsedMs)}`}</span
        >`,
      strictness(persona.strictness),
      recordLine(reviewers.records.find(({ reviewer }) => reviewer === persona.id)),
    ]),
  )}
  ${
    personas.some((persona) => persona.strictness !== null)
      ? html`<p class="quiet table-note">
          Strictness is measured against the others who read the same plans alone: below 0 in scores is
          stricter, above 0 in steps of severity, too.
        </p>`
      : nothing
  } `;
}

function strictness(measured: Persona['strictness']): TemplateResult {
  return measured === null
    ? html`<span class="quiet">not measured</span>`
    : html`${movedText(measured.scores)} in scores<span class="quiet"
          >${measured.severity === null ? 'no finding shared' : `${movedText(measured.severity)} in severity`}</span
        >`;
}
