import { html, nothing, type TemplateResult } from 'lit-html';
import { dimensionNames, dimensions, movedText, scoreText, type Analysis } from '../dimensions.ts';
import { rangeLine } from '../charts/ranges.ts';
import { plural } from '../format.ts';
import { icon } from '../icons.ts';
import type { AnalysisActions, AnalysisTold } from '../insights/insights.ts';
import type { Screen } from '../screen.ts';
import type { Actions, PanelRound } from '../types.ts';
import { markdown, plain } from '../untrusted.ts';
import { agreementPart } from './agreement.ts';
import { breakdownTable, personasTable } from './breakdowns.ts';
import { dataTable, figuresTable } from './dataTable.ts';
import { notesPart } from './notesForm.ts';
import { priorityList, themeList } from './priorities.ts';

/** What the reviews of a round come to, all together. */
export function analysisPanel(screen: Screen, round: PanelRound, actions: Actions): TemplateResult {
  const told = screen.insights.analysis;
  if (told === undefined || told.round !== round.number) {
    return html`<p class="table-note quiet" role="status">Reading the analysis…</p>`;
  }
  return told.analysis === undefined
    ? html`<p class="table-note quiet">This round has no analysis that can be used.</p>`
    : html`${analysisParts(told.analysis, {
        reviewers: told.reviewers,
        limit: screen.claimLimit,
        actions: {
          reveal: actions.revealFinding,
          showMore: actions.showMoreClaims,
        },
      })}
      ${notesPart(screen.insights.notes, actions.notes)}`;
}

/** All parts of an analysis. */
export function analysisParts(
  analysis: Analysis,
  shown: {
    readonly reviewers: AnalysisTold['reviewers'];
    /** How many priorities are drawn before the reader asks for more. */
    readonly limit: number;
    readonly actions: AnalysisActions;
  },
): TemplateResult {
  const { breakdowns, comparison } = analysis;
  return html`
    <div class="analysis">
      ${partialNote(analysis)}
      <h3 class="part-title">Summary</h3>
      ${markdown(analysis.summary.text)}
      <p class="quiet">
        ${analysis.summary.by === 'model' ? 'The summary and the themes are a model’s words; everything else here is computed.' : 'All of this is computed.'}
      </p>
      ${themeList(analysis, shown.actions)} ${priorityList(analysis, shown)}
      <h3 class="part-title">Dimensions</h3>
      ${dimensionsTable(analysis)} ${agreementPart(analysis)}
      <h3 class="part-title">By archetype</h3>
      ${breakdownTable('Archetype', breakdowns.archetype, shown.actions)}
      <h3 class="part-title">By experience</h3>
      ${breakdownTable('Experience', breakdowns.experience, shown.actions)}
      <h3 class="part-title">Reviewers</h3>
      ${personasTable(analysis.personas, shown.reviewers)}
      ${comparison === null ? nothing : comparisonPart(comparison)}
    </div>
  `;
}

function partialNote({ status, personas }: Analysis): TemplateResult | typeof nothing {
  const missing = personas.filter(({ scores }) => scores === null);
  return status === 'completed'
    ? nothing
    : html`<p class="table-note">
        ${icon('half', 'tone-caution')} This analysis is partial:
        ${plain(missing.map(({ name }) => name).join(', '))} did not answer.
      </p>`;
}

function dimensionsTable({ dimensions: summaries }: Analysis): TemplateResult {
  if (summaries === null) {
    return html`<p class="quiet">Nobody gave scores.</p>`;
  }
  return dataTable(
    'Dimensions',
    ['Dimension', 'Average', 'From lowest to highest', 'Common themes'],
    dimensions.map((dimension) => {
      const { average, lowest, highest, spread, scores, themes } = summaries[dimension];
      return [
        html`<span class="strong">${dimensionNames[dimension]}</span>`,
        html`<span class="one-line"><span class="figure">${scoreText(average)}</span> of 10</span>`,
        html`${rangeLine({ lowest, average, highest })}
          <span class="quiet"
            >${scores.length === 1 ? 'one score' : `${lowest} to ${highest}, spread ${scoreText(spread)}, ${plural(scores.length, 'score')}`}</span
          >`,
        themes.length === 0 ? html`<span class="quiet">none</span>` : plain(themes.join('; ')),
      ];
    }),
  );
}

function comparisonPart(comparison: NonNullable<Analysis['comparison']>): TemplateResult {
  const { with: earlier, reviewers, scores, regressions, findings } = comparison;
  const moved = [
    `${findings.new} new`,
    `${findings.persisting} still open`,
    `${findings.gone} gone`,
    `${findings.regressed} worse`,
  ];
  return html`
    <h3 class="part-title">Compared with ${plain(earlier)}</h3>
    <p class="facts">${moved.map((text) => html`<span>${text}</span>`)}</p>
    ${
      scores === null
        ? html`<p class="quiet">Nobody scored both times, so scores are not compared.</p>`
        : html`${figuresTable(
              'Change of scores',
              ['Dimension', 'Change'],
              dimensions.map((dimension) => [
                dimensionNames[dimension],
                html`<span class="one-line"
                  >${movedText(scores[dimension])}
                  ${regressions.includes(dimension) ? html`${icon('triangle', 'tone-major')} regression` : nothing}</span
                >`,
              ]),
            )}
            <p class="quiet table-note">
              Scores of ${plain(reviewers.join(', '))}, who gave some both times.
            </p>`
    }
  `;
}
