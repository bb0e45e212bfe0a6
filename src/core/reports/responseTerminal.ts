import type { Severity } from '../domain/finding.ts';
import type { Response, ResponseProblem } from '../domain/response.ts';
import { dispositionLabel } from './responseDocument.ts';
import { printable, type Paint } from './paint.ts';
import type { TextOptions } from './terminal.ts';

const rule = '='.repeat(80);

/** The author's side of a round, for a terminal: what is answered, what the host finds of it, and what is missing. */
export function responseText(
  view: {
    readonly response: Response;
    readonly findings: readonly {
      readonly id: string;
      readonly severity: Severity;
      readonly title: string;
    }[];
    readonly questions: readonly { readonly id: string; readonly text: string }[];
    readonly problems: readonly ResponseProblem[];
    readonly proofs: readonly { readonly finding: string; readonly state: string; readonly detail: string }[];
    readonly document: { readonly path: string };
  },
  options: TextOptions = {},
): string {
  const { response, findings, questions, problems, proofs, document } = view;
  const { shownAs = response.plan.path, paint = (_tone, text) => text } = options;
  const answers = new Map(response.findings.map((answer) => [answer.finding, answer]));
  const replies = new Map(response.answers.map(({ question, answer }) => [question, answer]));
  const proofOf = new Map(proofs.map((proof) => [proof.finding, proof]));
  const isSubmitted = response.state === 'submitted';
  return [
    rule,
    paint('strong', printable(`Response to round ${response.round}: ${response.plan.title} (${shownAs})`)),
    rule,
    ...findings.map(({ id, severity, title }) => {
      const disposition = answers.get(id)?.disposition ?? null;
      const mark = disposition === null ? paint('doubt', '·') : paint('good', '✓');
      const proof = proofOf.get(id);
      const found = proof === undefined ? '' : `: ${proof.state}`;
      return `  ${mark} ${printable(`${id} ${severity}: ${dispositionLabel(disposition)}${found} (${title})`)}`;
    }),
    ...proofs
      .filter(({ state }) => state !== 'proved')
      .map(({ finding, detail }) => `    ${paint('doubt', '!')} ${printable(`${finding}: ${detail}`)}`),
    ...questions.map(({ id, text }) => {
      const isAnswered = (replies.get(id) ?? '').trim() !== '';
      return `  ${isAnswered ? paint('good', '✓') : paint('doubt', '·')} ${printable(`${id} ${text}`)}`;
    }),
    ...changeLines(response),
    rule,
    ...(isSubmitted
      ? [paint('good', printable(`Submitted by ${response.author}.`))]
      : [paint('doubt', 'Not submitted.'), ...missingLines(problems, paint)]),
    `Edit it in ${document.path}`,
    '',
  ].join('\n');
}

function changeLines({ answered }: Response): string[] {
  return answered === null || answered.changes.length === 0
    ? []
    : [
        '',
        'Changes of the plan:',
        ...answered.changes.map(({ section, change, rationale }) =>
          printable(`  ${section}: ${change}${rationale === '' ? '' : ` (${rationale})`}`),
        ),
      ];
}

function missingLines(problems: readonly ResponseProblem[], paint: Paint): string[] {
  return problems.map(({ message }) => `  ${paint('doubt', '!')} ${printable(message)}`);
}
