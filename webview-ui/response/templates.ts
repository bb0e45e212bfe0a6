import { write, type Book } from './book.ts';
import { dispositionIn, findingKey, type Disposition } from './fields.ts';

/** A way to begin an answer: the author goes on from there. */
export interface Template {
  readonly name: string;
  readonly response: string;
  readonly action?: string;
}

/** Beginnings by what the author makes of the finding. */
export const templates: Record<Disposition, readonly Template[]> = {
  accepted: [
    { name: 'A gap', response: 'Valid concern. The plan left open ', action: 'Added to the plan: ' },
    { name: 'A mistake', response: 'Correct, this was a mistake: ', action: 'Corrected: ' },
  ],
  'partially-accepted': [
    { name: 'In part', response: 'Right as far as it concerns ', action: 'Changed in the plan: ' },
  ],
  rejected: [
    { name: 'Does not apply', response: 'This does not apply here, because ' },
    { name: 'Already covered', response: 'The plan covers this already, in Section ' },
  ],
  acknowledged: [{ name: 'Stays as it is', response: 'Considered, and left as it is, because ' }],
  deferred: [{ name: 'Later', response: 'Put off until a later step, because ' }],
};

/** The book with a template's words: below what is written, and where nothing is written for the action. */
export function withTemplate(book: Book, finding: string, template: Template): Book {
  if (dispositionIn(book.fields, finding) === undefined) {
    return book;
  }
  const response = findingKey(finding, 'response');
  const action = findingKey(finding, 'action');
  const said = (book.fields.get(response) ?? '').trimEnd();
  const next = write(book, response, said === '' ? template.response : `${said}\n${template.response}`);
  return template.action === undefined || (book.fields.get(action) ?? '').trim() !== ''
    ? next
    : write(next, action, template.action);
}
