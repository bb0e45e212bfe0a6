import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { filterChoices } from '../filterChoices.ts';
import { isOpen } from '../filters.ts';
import { plural, shorten } from '../format.ts';
import { icon, severityIcon } from '../icons.ts';
import { dispositionIn, dispositionNames, dispositions } from '../response/fields.ts';
import type { Screen } from '../screen.ts';
import { countSeverities, isFiltered, latestRound, listedFindings } from '../select.ts';
import { severities, severityNames, type Actions, type PanelRound } from '../types.ts';
import { plain } from '../untrusted.ts';

/** Longer names of sections and reviewers are cut in the lists of what to choose from. */
const longestOption = 60;

/** What decides which findings are listed, and what can be done to all of them. */
export function filtersPart(screen: Screen, round: PanelRound, actions: Actions): TemplateResult {
  const { view, findings } = screen;
  const all = listedFindings(round);
  const counts = countSeverities(all);
  return html`
    <div class="filters" role="search" aria-label="Findings">
      <div class="search">
        ${icon('search', 'tone-quiet')}
        <input
          id="search"
          type="search"
          aria-label="Filter findings"
          aria-keyshortcuts="/"
          placeholder="Filter findings ( / )"
          spellcheck="false"
          autocomplete="off"
          .value=${live(view.search)}
          @input=${(event: InputEvent) => actions.search(valueOf(event))}
        />
      </div>
      <div class="severities" role="group" aria-label="Severities shown">
        ${severities.map(
          (severity) =>
            html`<button
              type="button"
              class="toggle"
              aria-pressed=${view.hidden.includes(severity) ? 'false' : 'true'}
              title=${`${view.hidden.includes(severity) ? 'Show' : 'Hide'} ${severityNames[severity].toLowerCase()} findings`}
              @click=${() => actions.toggleSeverity(severity)}
            >
              ${severityIcon(severity)}<span class="toggle-name">${severityNames[severity]}</span>
              <span class="toggle-count">${counts[severity].toLocaleString()}</span>
            </button>`,
        )}
      </div>
      <p class="quiet matches" role="status">
        ${
          isFiltered(view)
            ? html`${findings.length.toLocaleString()} of ${plural(all.length, 'finding')}
                <button type="button" class="link" @click=${actions.clearFilters}>Clear filter</button>`
            : nothing
        }
      </p>
    </div>
    <div class="more-filters">${selections(screen, round, actions)} ${bulk(screen, round, actions)}</div>
  `;
}

/** By state, reviewer, section and disposition, each where there is something to choose. */
function selections(screen: Screen, round: PanelRound, actions: Actions): TemplateResult | typeof nothing {
  const { filters } = screen.view;
  const { reviewers, sections } = filterChoices(round);
  const isAnswered = screen.answering.book !== undefined && round === latestRound(screen.state);
  const parts = [
    isAnswered
      ? html`<button
          type="button"
          class="toggle"
          aria-pressed=${filters.open === 'open' ? 'true' : 'false'}
          @click=${() => actions.filter({ open: filters.open === 'open' ? 'all' : 'open' })}
        >
          Open only
        </button>`
      : nothing,
    reviewers.length > 1
      ? selection({
          name: 'Reviewer',
          value: filters.reviewer,
          options: reviewers.map(({ id, name }) => [id, name] as const),
          choose: (reviewer) => actions.filter({ reviewer }),
        })
      : nothing,
    sections.length > 1
      ? selection({
          name: 'Section',
          value: filters.section,
          options: sections.map((section) => [section, section] as const),
          choose: (section) => actions.filter({ section }),
        })
      : nothing,
    isAnswered
      ? selection({
          name: 'Disposition',
          value: filters.disposition,
          options: [
            ['none', 'Not answered'],
            ...dispositions.map((value) => [value, dispositionNames[value]] as const),
          ],
          choose: (disposition) => actions.filter({ disposition }),
        })
      : nothing,
  ].filter((part) => part !== nothing);
  return parts.length === 0 ? nothing : html`<div class="selections">${parts}</div>`;
}

function selection({
  name,
  value,
  options,
  choose,
}: {
  readonly name: string;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly choose: (value: string) => void;
}): TemplateResult {
  // The words of a plan, such as the name of a section, are shown and become nothing else: options go by their place.
  const chosen = options.findIndex(([option]) => option === value);
  return html`<select
    class="selection"
    aria-label=${name}
    .value=${live(chosen === -1 ? '' : String(chosen))}
    @change=${(event: Event) => choose(options[Number.parseInt(valueOf(event), 10)]?.[0] ?? '')}
  >
    <option value="" ?selected=${chosen === -1}>${name}: all</option>
    ${options.map(
      ([, label], index) =>
        html`<option value=${index} ?selected=${index === chosen}>
          ${plain(shorten(label, longestOption))}
        </option>`,
    )}
  </select>`;
}

/** What can be done to all suggestions that nobody has answered. */
function bulk(
  { state, answering }: Screen,
  round: PanelRound,
  actions: Actions,
): TemplateResult | typeof nothing {
  const { book, acknowledged } = answering;
  if (book === undefined || round !== latestRound(state)) {
    return nothing;
  }
  if (acknowledged.length > 0) {
    return html`<p class="bulk" role="status">
      ${plural(acknowledged.length, 'suggestion')} acknowledged.
      <button type="button" class="link" @click=${actions.response.takeBackAcknowledged}>Take back</button>
    </p>`;
  }
  const suggestions = listedFindings(round)
    .map(({ finding }) => finding)
    .filter(
      ({ id, severity }) =>
        severity === 'suggestion' && isOpen(id, book) && dispositionIn(book.fields, id) === undefined,
    )
    .map(({ id }) => id);
  return suggestions.length === 0
    ? nothing
    : html`<p class="bulk">
        <button type="button" class="link" @click=${() => actions.response.acknowledge(suggestions)}>
          Acknowledge All Suggestions (${suggestions.length.toLocaleString()})
        </button>
      </p>`;
}

function valueOf(event: Event): string {
  const field = event.target;
  return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field.value : '';
}
