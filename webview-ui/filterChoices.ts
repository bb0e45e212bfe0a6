import { sectionText } from './format.ts';
import { listedFindings } from './select.ts';
import type { PanelRound, Reviewer } from './types.ts';

/** Longer lists of sections are nothing to choose from: then only those that hold them are offered. */
const mostSections = 60;

/** What the filters can be set to for the findings of a round. */
export interface FilterChoices {
  readonly reviewers: readonly { readonly id: string; readonly name: string }[];
  readonly sections: readonly string[];
}

const choices = new WeakMap<PanelRound, FilterChoices>();

/** The reviewers and sections that the findings of a round have. */
export function filterChoices(round: PanelRound): FilterChoices {
  const known = choices.get(round);
  if (known !== undefined) {
    return known;
  }
  const findings = listedFindings(round).map(({ finding }) => finding);
  const ids = [...new Set(findings.flatMap(({ reviewers }) => reviewers))];
  const found = {
    reviewers: ids.map((id) => ({ id, name: nameOf(id, round.reviewers) })),
    sections: sectionsOf(findings.map(sectionText)),
  };
  choices.set(round, found);
  return found;
}

function nameOf(id: string, reviewers: readonly Reviewer[]): string {
  return reviewers.find((reviewer) => reviewer.id === id)?.name ?? id;
}

/** Sections at the greatest depth at which there are not too many. */
function sectionsOf(texts: readonly string[]): readonly string[] {
  const paths = texts.map((text) => text.split(' › '));
  const deepest = paths.reduce((most, { length }) => Math.max(most, length), 1);
  for (let depth = deepest; depth > 1; depth -= 1) {
    const sections = new Set(paths.map((path) => path.slice(0, depth).join(' › ')));
    if (sections.size <= mostSections) {
      return [...sections];
    }
  }
  return [...new Set(paths.map(([first = '']) => first))].slice(0, mostSections);
}
