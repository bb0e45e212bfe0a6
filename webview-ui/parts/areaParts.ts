import { html, type TemplateResult } from 'lit-html';
import { icon } from '../icons.ts';
import type { PacketReport } from '../types.ts';
import { inlineMarkdown, markdown, plain } from '../untrusted.ts';

type Area = PacketReport['areas'][number];
type Question = Area['questions'][number];
type Answer = Question['answers'][number];

const states: Record<Question['state'], { readonly name: string; readonly icon: TemplateResult }> = {
  answered: { name: 'Answered', icon: icon('check', 'tone-good') },
  unanswerable: { name: 'Cannot be answered', icon: icon('unknown', 'tone-quiet') },
  uncovered: { name: 'Uncovered: nobody has answered it', icon: icon('cross', 'tone-bad') },
};

/** Every question of an area, with what each reviewer answered to it, on what grounds and how surely. */
export function areaQuestions({ id, questions }: Area): TemplateResult {
  return questions.length === 0
    ? html`<p class="quiet">The packet asks nothing here.</p>`
    : html`<ol class="asked" role="list" aria-label="Questions of area ${id}">
        ${questions.map(question)}
      </ol>`;
}

function question({ id, text, state, answers }: Question): TemplateResult {
  return html`<li data-question=${id}>
    <p class="asked-line">
      ${states[state].icon}
      <span>
        <span class="row-id">${id}</span> <span class="strong" dir="auto">${inlineMarkdown(text)}</span>
        <span class="asked-state ${state}">${states[state].name}</span>
      </span>
    </p>
    ${answers.map(answer)}
  </li>`;
}

function answer(given: Answer): TemplateResult {
  const { reviewer, evidence, confidence } = given;
  return html`<div class="given">
    ${answerWords(given)}
    <p class="quiet facts">
      <span>${plain(reviewer)}</span>
      <span>${confidence} confidence</span>
      ${
        evidence.trim() === ''
          ? html`<span>no evidence named</span>`
          : html`<span>Evidence: <span dir="auto">${inlineMarkdown(evidence)}</span></span>`
      }
    </p>
  </div>`;
}

function answerWords({ answer: words, unanswerable = '', isImplementation }: Answer): TemplateResult {
  if (words === undefined) {
    return html`<p><span class="strong">Cannot be answered:</span> ${inlineMarkdown(unanswerable)}</p>`;
  }
  return isImplementation
    ? html`<p class="implementation">
          ${icon('triangle', 'tone-major')}
          <span>An implementation in place of an answer, which does not count.</span>
        </p>
        <details>
          <summary>What was written</summary>
          ${markdown(words)}
        </details>`
    : html`${markdown(words)}`;
}

const levels = { low: 'Low', medium: 'Medium', high: 'High' } as const;

/** What each reviewer says that the change may break, how likely, and what makes it safer. */
export function areaRisks({ id, risks }: Area): TemplateResult {
  return risks.length === 0
    ? html`<p class="quiet">Nobody has rated it.</p>`
    : html`<table class="table area-risks" role="table" aria-label="Risks of area ${id}">
        <thead role="rowgroup">
          <tr role="row">
            ${['Reviewer', 'Likelihood', 'Impact', 'Mitigation', 'In production'].map(
              (name) => html`<th role="columnheader" scope="col">${name}</th>`,
            )}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${risks.map(
            ({ reviewer, likelihood, impact, mitigation, incident }) =>
              html`<tr role="row">
                <td role="cell" data-label="Reviewer">${plain(reviewer)}</td>
                <td role="cell" data-label="Likelihood">${levels[likelihood]}</td>
                <td role="cell" data-label="Impact">${levels[impact]}</td>
                <td role="cell" data-label="Mitigation">${markdown(mitigation)}</td>
                <td role="cell" data-label="Production">
                  ${
                    incident === undefined
                      ? html`<span>No incident is expected.</span>`
                      : html`<div>
                          <span class="incident"
                            >${icon('triangle', 'tone-major')} Could cause an incident</span
                          >
                          ${markdown(incident)}
                        </div>`
                  }
                </td>
              </tr>`,
          )}
        </tbody>
      </table>`;
}
