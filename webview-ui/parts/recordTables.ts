import { html, nothing, type TemplateResult } from 'lit-html';
import { icon, verdictIcon } from '../icons.ts';
import type { Proposal, Risk } from '../record/recordForm.ts';
import { severities } from '../types.ts';
import { inlineMarkdown, plain } from '../untrusted.ts';

type Item = Proposal['readiness'][number];

/** The rounds in numbers: what each found, how it was answered, and what was changed. */
export function roundsList(rounds: Proposal['rounds']): TemplateResult {
  return html`
    <ol class="plain-list" role="list" aria-label="The rounds in numbers">
      ${rounds.map(
        ({ number, verdict, findings, dispositions, keyChanges }) =>
          html`<li>
            <p><span class="strong">Round ${number}</span> ${verdictIcon(verdict)} ${verdict}</p>
            <p class="quiet facts">
              <span>Found: ${listed(severities.map((severity) => [severity, findings[severity]]))}</span>
              <span>Answered: ${listed(Object.entries(dispositions))}</span>
              <span>Changed: ${keyChanges.length === 0 ? 'nothing' : plain(keyChanges.join(', '))}</span>
            </p>
          </li>`,
      )}
    </ol>
  `;
}

function listed(counts: readonly (readonly [string, number])[]): string {
  const some = counts
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name.replace('-', ' ')}`);
  return some.length === 0 ? 'nothing' : plain(some.join(', '));
}

/** Residual risks, to read. */
export function risksTable(risks: readonly Risk[]): TemplateResult {
  return risks.length === 0
    ? html`<p class="quiet">None.</p>`
    : html`
        <table class="table" role="table" aria-label="Residual risks">
          <thead role="rowgroup">
            <tr role="row">
              ${['Risk', 'Likelihood', 'Impact', 'Mitigation'].map(
                (name) => html`<th role="columnheader" scope="col">${name}</th>`,
              )}
            </tr>
          </thead>
          <tbody role="rowgroup">
            ${risks.map(
              ({ risk, likelihood, impact, mitigation, finding }) =>
                html`<tr role="row">
                  <td role="cell" data-label="Risk">
                    <span dir="auto"
                      >${finding === undefined ? nothing : `${finding} `}${inlineMarkdown(risk)}</span
                    >
                  </td>
                  <td role="cell" data-label="Likelihood" class="one-line">${likelihood}</td>
                  <td role="cell" data-label="Impact" class="one-line">${impact}</td>
                  <td role="cell" data-label="Mitigation">
                    <span dir="auto">${inlineMarkdown(mitigation)}</span>
                  </td>
                </tr>`,
            )}
          </tbody>
        </table>
      `;
}

/** What has to be so before work begins, to read. */
export function readinessList(items: readonly Item[]): TemplateResult {
  return html`<ul class="readiness" role="list">
    ${items.map((item) => html`<li>${readinessMark(item)} ${readinessText(item)}</li>`)}
  </ul>`;
}

/** Whether an item holds, told by shape and for screen readers by word. What nobody has ticked may well be so. */
export function readinessMark({ isTicked, by }: Item): TemplateResult {
  const word = by === 'host' ? 'Does not hold: ' : 'Not ticked: ';
  const mark = by === 'host' ? icon('cross', 'tone-bad') : icon('dot', 'tone-quiet');
  return html`${isTicked ? icon('check', 'tone-good') : mark}<span class="for-screen-readers"
      >${isTicked ? 'Holds: ' : word}</span
    >`;
}

/** An item and why it holds or does not. */
export function readinessText({ text, detail }: Item): TemplateResult {
  return html`<span
    >${plain(text)}${detail === '' ? nothing : html` <span class="quiet">(${plain(detail)})</span>`}</span
  >`;
}
