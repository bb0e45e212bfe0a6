import { html, nothing, type TemplateResult } from 'lit-html';
import { icon } from '../icons.ts';
import { severityNames, type Finding, type Reviewer } from '../types.ts';
import { inlineMarkdown, markdown, plain } from '../untrusted.ts';

type Statement = NonNullable<Finding['statements']>[number];

/** What the host has to say of a finding: why it counts for what it counts. */
export function findingNotes({ notes = [] }: Finding): TemplateResult | typeof nothing {
  return notes.length === 0
    ? nothing
    : html`<ul class="finding-notes" role="list" aria-label="Notes">
        ${notes.map(({ text }) => html`<li>${icon('unknown', 'tone-quiet')} <span>${inlineMarkdown(text)}</span></li>`)}
      </ul>`;
}

/** Each reviewer's own words, where several have said it or one has said it otherwise than it now stands there. */
export function findingStatements(
  { statements = [] }: Finding,
  reviewers: readonly Reviewer[],
): TemplateResult | typeof nothing {
  return statements.length < 2
    ? nothing
    : html`<h4>What each reviewer says</h4>
        <ul class="statements" role="list">
          ${statements.map((statement) => statementItem(statement, reviewers))}
        </ul>`;
}

function statementItem(statement: Statement, reviewers: readonly Reviewer[]): TemplateResult {
  const { reviewer, label, severity, severityReason, confidence, title, quote, observation, concern } =
    statement;
  const name = reviewers.find(({ id }) => id === reviewer)?.name ?? reviewer;
  return html`
    <li>
      <details>
        <summary>
          <span class="strong">${plain(name)}</span>
          <span class="quiet">${plain(label)}, ${severityNames[severity]}</span>
          <span class="statement-title" dir="auto">${inlineMarkdown(title)}</span>
        </summary>
        ${quote === '' ? nothing : html`<blockquote dir="auto" class="as-is">${plain(quote)}</blockquote>`}
        ${markdown(observation)} ${markdown(concern)} ${markdown(statement.recommendation)}
        ${
          severityReason === undefined
            ? nothing
            : html`<p class="quiet">${severityNames[severity]}: ${inlineMarkdown(severityReason)}</p>`
        }
        ${confidence === undefined ? nothing : html`<p class="quiet">Confidence: ${confidence}</p>`}
      </details>
    </li>
  `;
}
