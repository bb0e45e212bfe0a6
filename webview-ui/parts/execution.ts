import { html, nothing, type TemplateResult } from 'lit-html';
import { plural } from '../format.ts';
import { icon } from '../icons.ts';
import type { Screen } from '../screen.ts';
import type { PanelRound } from '../types.ts';
import { plain } from '../untrusted.ts';
import { dataTable } from './dataTable.ts';

/** What a round says of the work. */
type Execution = NonNullable<PanelRound['execution']>;
type Command = Execution['commands'][number];

/** Whether the plan was carried out: the score with its parts, and what each part rests on. */
export function executionPanel(_screen: Screen, { execution }: PanelRound): TemplateResult {
  if (execution === undefined) {
    return html``;
  }
  const { score, branch, status, since, uncommitted } = execution;
  return html`
    <p class="strong">Confidence: ${score.value} of 10</p>
    <p class="quiet facts">
      <span>${plain(branch.detail)}</span>
      <span
        >Since ${since.commit === null ? 'the beginning' : since.commit.slice(0, 7)}:
        ${plain(since.reason)}</span
      >
      ${uncommitted === 0 ? nothing : html`<span>${plural(uncommitted, 'file')} of the work not committed</span>`}
      <span
        >Status:
        ${status.found}${
          status.stated === null || status.stated === status.found
            ? ''
            : `, and the plan says ${status.stated}`
        }</span
      >
    </p>
    ${dataTable(
      'Parts of the score',
      ['Part', 'Points', 'Why'],
      score.parts.map(({ name, points, most, reason }) => [partNames[name], `${points} of ${most}`, reason]),
    )}
    ${part('Steps', steps(execution))} ${part('Validation', commands(execution))}
    ${part('Success criteria', criteria(execution))} ${part('Drift', drift(execution))}
  `;
}

/** The score, as a mark at its tab. */
export function scoreText({ execution }: PanelRound): string | undefined {
  return execution === undefined ? undefined : `${execution.score.value}/10`;
}

const partNames: Record<Execution['score']['parts'][number]['name'], string> = {
  branch: 'Branch and commits',
  steps: 'Steps',
  validation: 'Validation',
  criteria: 'Success criteria',
  drift: 'Drift',
};

const marks: Record<'good' | 'bad' | 'doubt', TemplateResult> = {
  good: icon('check', 'tone-good'),
  bad: icon('cross', 'tone-bad'),
  doubt: icon('unknown', 'tone-quiet'),
};

function part(title: string, content: TemplateResult): TemplateResult {
  return html`<section class="area" aria-label=${title}>
    <h3>${title}</h3>
    ${content}
  </section>`;
}

function none(text: string): TemplateResult {
  return html`<p class="quiet">${text}</p>`;
}

const doneMarks = { done: marks.good, 'not-done': marks.bad, unclear: marks.doubt } as const;
const doneNames = { done: 'Done', 'not-done': 'Not done', unclear: 'Unclear' } as const;

function steps({ steps: all }: Execution): TemplateResult {
  return all.length === 0
    ? none('The plan names no step.')
    : html`<ol class="asked" role="list">
        ${all.map(
          ({ id, title, state, detail, evidence }) =>
            html`<li data-step=${id}>
              <p class="asked-line">
                ${doneMarks[state]}
                <span>
                  <span class="row-id">${id}</span> <span class="strong" dir="auto">${plain(title)}</span>
                  <span class="asked-state">${doneNames[state]}: ${plain(detail)}</span>
                </span>
              </p>
              ${
                evidence.length === 0
                  ? nothing
                  : html`<ul class="given" role="list">
                      ${evidence.map(
                        (each) =>
                          html`<li>
                            ${doneMarks[each.state]} <code>${plain(each.path)}</code> ${plain(each.detail)}
                          </li>`,
                      )}
                    </ul>`
              }
            </li>`,
        )}
      </ol>`;
}

const runMarks: Record<Command['state'], TemplateResult> = {
  passed: marks.good,
  failed: marks.bad,
  'timed-out': marks.bad,
  stopped: marks.bad,
  broken: marks.bad,
  'not-agreed': marks.doubt,
  'not-run': marks.doubt,
};

function commands({ commands: all }: Execution): TemplateResult {
  return all.length === 0
    ? none('The plan names no command that validates the work.')
    : html`<ol class="asked" role="list">
        ${all.map(
          ({ command, state, detail, output = '' }) =>
            html`<li>
              <p class="asked-line">
                ${runMarks[state]}
                <span><code>${plain(command)}</code> <span class="asked-state">${plain(detail)}</span></span>
              </p>
              ${
                output.trim() === ''
                  ? nothing
                  : html`<details class="given">
                      <summary>Output</summary>
                      <pre>${plain(output)}</pre>
                    </details>`
              }
            </li>`,
        )}
      </ol>`;
}

const metMarks = { met: marks.good, 'not-met': marks.bad, unclear: marks.doubt } as const;

function criteria({ criteria: all }: Execution): TemplateResult {
  return all.length === 0
    ? none('The plan names none.')
    : html`<ul class="asked" role="list">
        ${all.map(
          ({ text, state, evidence }) =>
            html`<li>
              <p class="asked-line">
                ${metMarks[state]}
                <span>
                  <span dir="auto">${plain(text)}</span>
                  <span class="asked-state"
                    >${evidence.length === 0 ? 'Nothing that can be looked at tells' : plain(evidence.join('; '))}</span
                  >
                </span>
              </p>
            </li>`,
        )}
      </ul>`;
}

function drift({ drift: { reliedOn, unnamed } }: Execution): TemplateResult {
  return reliedOn.length + unnamed.length === 0
    ? none('What changed is what the plan names, and what it relied on is as it was.')
    : dataTable(
        'Drift',
        ['File', 'Change', 'By', 'Why'],
        [
          ...reliedOn.map((each) => [...cells(each), 'The plan relies on it']),
          ...unnamed.map((each) => [...cells(each), 'The plan never names it']),
        ],
      );
}

function cells({ path, change, by, commit }: Execution['drift']['reliedOn'][number]): unknown[] {
  return [
    html`<code>${plain(path)}</code>`,
    change,
    commit === undefined ? by : html`${by} (<code>${commit.slice(0, 7)}</code>)`,
  ];
}
