import { html, type TemplateResult } from 'lit-html';
import type { PanelRound } from '../types.ts';
import { markdown } from '../untrusted.ts';

/** What is good about the plan, and what the reviewers ask its author. */
export function notesPanel(round: PanelRound): TemplateResult {
  return html`
    ${notes('Strengths', round.strengths, 'No strengths were noted.')}
    ${notes('Questions for the author', round.questions, 'No questions were asked.')}
  `;
}

function notes(
  title: string,
  items: readonly { readonly id: string; readonly text: string }[],
  none: string,
): TemplateResult {
  return html`
    <section class="notes">
      <h3>${title}</h3>
      ${
        items.length === 0
          ? html`<p class="quiet">${none}</p>`
          : html`<ul role="list">
              ${items.map(
                ({ id, text }) =>
                  html`<li>
                    <span class="row-id">${id}</span>
                    ${markdown(text)}
                  </li>`,
              )}
            </ul>`
      }
    </section>
  `;
}
