import { html, nothing, type TemplateResult } from 'lit-html';
import type { Compared, PanelChanges } from '../../src/protocol/panelChanges.ts';
import { comparisonsOf } from '../comparison.ts';
import { plural } from '../format.ts';
import { icon } from '../icons.ts';
import { findingOf, statusOf } from '../findingsById.ts';
import type { Actions, PanelRound } from '../types.ts';
import { plain } from '../untrusted.ts';
import type { Screen } from '../screen.ts';
import { statusNames } from './findingState.ts';
import { findingLink } from './resolutions.ts';

type Part = PanelChanges['parts'][number];
type Line = Part['lines'][number];

/** What changed in the plan since a round read it, with the findings that sit there beside it. */
export function changesPanel(screen: Screen, round: PanelRound, actions: Actions): TemplateResult {
  const { compared } = screen.comparing;
  return html`
    <div class="section-line changes-line">
      ${whichTexts(screen, round, actions)}
      ${
        compared === undefined
          ? nothing
          : html`<button type="button" class="secondary" @click=${() => actions.changes.open(compared)}>
              ${icon('document')} Compare in the editor
            </button>`
      }
    </div>
    ${body(screen, actions)}
  `;
}

function whichTexts(screen: Screen, round: PanelRound, actions: Actions): TemplateResult {
  const all = comparisonsOf(screen.state, round);
  return html`<div class="choice-list" role="group" aria-label="Texts that are compared">
    ${all.map(
      (compared) =>
        html`<button
          type="button"
          class="toggle"
          aria-pressed=${compared.to === screen.comparing.compared?.to ? 'true' : 'false'}
          @click=${() => actions.changes.choose(compared)}
        >
          ${comparedText(compared)}
        </button>`,
    )}
  </div>`;
}

function comparedText({ from, to }: Compared): string {
  return to === 'now' ? `Round ${from} to now` : `Round ${from} to round ${to}`;
}

function body({ comparing, state }: Screen, actions: Actions): TemplateResult {
  const { changes, failure } = comparing;
  if (failure !== undefined) {
    return html`<div class="notice error" role="alert">
      ${icon('octagon', 'tone-critical')}
      <div>
        <p class="strong">${plain(failure.message)}</p>
        <p>${plain(failure.wayOut)}</p>
      </div>
    </div>`;
  }
  if (changes === undefined) {
    return html`<p class="table-note quiet" role="status">Comparing…</p>`;
  }
  if (changes.isTooDifferent) {
    return html`<p class="table-note">
      The two texts have too little in common to be shown line by line here. The editor’s own comparison has
      them.
    </p>`;
  }
  if (changes.parts.length === 0) {
    return html`<div class="nothing">
      ${icon('check', 'tone-quiet large')}
      <p class="strong">Nothing has changed</p>
      <p class="quiet">The two texts are the same.</p>
    </div>`;
  }
  return html`
    ${changes.parts.map((part, index) => partTemplate(part, { index, state, actions }))}
    ${
      changes.linesLeft === 0
        ? nothing
        : html`<p class="table-note" id="changes-left">
            ${plural(changes.linesLeft, 'more changed line is', 'more changed lines are')} not shown here. The
            editor’s own comparison has all of them.
          </p>`
    }
  `;
}

function partTemplate(
  { section, lines, findings }: Part,
  {
    index,
    state,
    actions,
  }: { readonly index: number; readonly state: Screen['state']; readonly actions: Actions },
): TemplateResult {
  const name = section.length === 0 ? 'Before the first heading' : section.join(' › ');
  return html`
    <section class="hunk" aria-labelledby="hunk-${index}">
      <h3 id="hunk-${index}"><bdi>${plain(name)}</bdi></h3>
      <div class="hunk-sides ${findings.length === 0 ? '' : 'with-findings'}">
        <div class="diff" tabindex="0" role="group" aria-label="Changed lines ${index + 1}">
          ${lines.map(lineTemplate)}
        </div>
        ${
          findings.length === 0
            ? nothing
            : html`<ul class="hunk-findings" role="list" aria-label="Findings here">
                ${findings.map((id) => {
                  const status = statusOf(state, id);
                  return html`<li>
                    ${findingLink(id, findingOf(state, id), actions)}
                    ${status === undefined ? nothing : html`<span class="quiet">${statusNames[status]}</span>`}
                  </li>`;
                })}
              </ul>`
        }
      </div>
    </section>
  `;
}

const marks: Record<Line['kind'], string> = { same: ' ', added: '+', removed: '−' };
const spoken: Partial<Record<Line['kind'], string>> = { added: 'Added: ', removed: 'Removed: ' };

function lineTemplate({ kind, text, before, after }: Line): TemplateResult {
  const word = spoken[kind];
  return html`<div class="diff-line ${kind}">
    <span class="diff-number" aria-hidden="true">${after ?? before ?? ''}</span
    ><span class="diff-mark" aria-hidden="true">${marks[kind]}</span
    ><span class="diff-text" dir="auto"
      >${word === undefined ? nothing : html`<span class="for-screen-readers">${word}</span>`}${plain(text)}</span
    >
  </div>`;
}
