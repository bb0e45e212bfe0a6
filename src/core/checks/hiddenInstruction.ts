import { groupBy } from '../base/groupBy.ts';
import type { Range } from '../domain/position.ts';
import { lineAt, rangeOf } from '../text/lineIndex.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';
import type { HiddenPlace } from './hiddenPlace.ts';
import { hiddenCharacters } from './hiddenCharacters.ts';
import { hiddenTexts, openInstructions } from './hiddenTexts.ts';

/**
 * A plan hides nothing from the people who read it and gives no orders to a reviewer.
 *
 * The severity is major and not critical: the finding rests on words and characters, whose intent a machine cannot know,
 * and a critical would end the review at NO-GO by itself. A major still keeps the verdict from being GO until a person
 * has looked.
 */
export const hiddenInstruction: Check = {
  id: 'hidden-instruction',
  title: 'Nothing is hidden from readers or addressed to a reviewer',
  tags: ['security', 'prompt injection'],
  severity: 'major',
  category: 'security',
  kinds: 'all',
  modes: ['plan', 'execution'],
  run: async (context) => {
    const places = [...hiddenCharacters(context), ...hiddenTexts(context), ...openInstructions(context)];
    const { lines } = context.document;
    // Controls of direction come in pairs, and invisible characters in numbers: one finding for a line.
    const byLine = groupBy(places, ({ title, start }) => `${title} ${lineAt(lines, start)}`);
    return {
      claims: [],
      findings: [...byLine.values()].flatMap(([first, ...others]) =>
        first === undefined ? [] : [finding(context, first, others)],
      ),
    };
  },
};

function finding(
  { document }: CheckContext,
  place: HiddenPlace,
  others: readonly HiddenPlace[],
): CheckFindingText {
  const rangeAt = ({ start, end }: HiddenPlace): Range => rangeOf(document.lines, start, end);
  const range = rangeAt(place);
  const related = others.map(rangeAt);
  return {
    title: place.title,
    observation: place.observation,
    concern:
      'People approve what they see; a model that reads or carries out the plan obeys what they do not.',
    recommendation: 'Take it out, or write in plain sight what is meant.',
    range,
    related,
    fixes: [{ title: 'Take it out', edits: [range, ...related].map((each) => ({ range: each, text: '' })) }],
  };
}
