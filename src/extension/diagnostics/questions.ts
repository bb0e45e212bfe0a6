import type { Claim, Range } from '../../core/index.ts';
import { diagnosticText } from './diagnosticText.ts';

/** Something that a plan names, that is not there, and of which nobody but the author can say whether it should be. */
export interface Question {
  /** The thing as the plan spells it. */
  readonly value: string;
  readonly range: Range;
  /** What may be meant, where something is like it. */
  readonly suggestion: string | undefined;
}

/** What a check asks the author. It says nothing against the plan, so that it is no finding. */
export function questionsOf(claims: readonly Claim[]): readonly Question[] {
  return claims.flatMap(({ absent, value, range, suggestion }) =>
    absent === true ? [{ value, range, suggestion }] : [],
  );
}

/** What the mark of a question says: what is asked, and on a line of its own how to answer it. */
export function questionText({ value, suggestion }: Question): string {
  const meant = suggestion === undefined ? 'correct it' : `name \`${suggestion}\` if that is meant`;
  return diagnosticText({
    title: `Not there: ${value}. Should it be?`,
    recommendation: `Say that the plan creates it, or ${meant}.`,
  });
}
