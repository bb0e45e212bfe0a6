import type { ListItem } from '../text/blocks.ts';
import { sourceOffset } from '../text/content.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import { sectionAt, type Section } from '../text/sections.ts';
import { itemText, listsAndTables } from './announcements.ts';
import type { CheckContext } from './check.ts';
import { labelFamilies, type LabelFamily } from './labelFamilies.ts';
import { findQuantities, type Quantity } from './quantities.ts';
import { sectionSums, timedSections, type TimedSection } from './sectionSums.ts';
import type { Segment } from './segments.ts';
import { segmentsWith, sign } from './signs.ts';
import { isWhole, type StatedSum } from './statedSum.ts';

/** Every total of a plan whose parts stand with it. */
export async function statedSums(context: CheckContext): Promise<StatedSum[]> {
  const timed = timedSections(context.document);
  return [
    ...sectionSums(context.document, timed),
    ...bracketSums(context),
    ...closingSums(context.document),
    ...planSums(context, timed, await labelFamilies(context)),
  ];
}

/** "Effort: 13 h (automation: 3 h, detection: 2 h, …)", "18 hours (12 h implementation + 6 h testing)" */
const bracketed = /\(([^()\n]{5,300})\)/g;

const bracketSign = sign('(');

function bracketSums(context: CheckContext): StatedSum[] {
  const withBrackets = segmentsWith(context, bracketSign).filter(({ words }) =>
    /\d\s?[a-z%]{1,9}\*{0,2}\s?\((?=[^)]*\d)/i.test(words),
  );
  return withBrackets.flatMap((segment) =>
    [...segment.words.matchAll(bracketed)].flatMap((match) => {
      const before = segment.words.slice(Math.max(0, match.index - 32), match.index);
      const total = findQuantities(before).at(-1);
      const inner = match[1] ?? '';
      const parts = findQuantities(inner);
      if (
        total === undefined ||
        !/^[*_\s]*(?:total)?\s?$/i.test(before.slice(total.end)) ||
        !isWhole(parts) ||
        !isListOfParts(inner, parts) ||
        parts.some((part) => part.high > total.high)
      ) {
        return [];
      }
      const at = match.index - before.length + total.start;
      return [{ ...placed(segment, total, at), parts, of: 'the amounts in brackets' }];
    }),
  );
}

/** Every piece between separators gives one amount: the brackets take the total apart and say nothing else. */
function isListOfParts(inner: string, parts: readonly Quantity[]): boolean {
  const pieces = inner.split(/[,;+]\s|\s\+\s?|\sand\s/).filter((piece) => piece.trim() !== '');
  return (
    pieces.length === parts.length &&
    parts.every((part) => part.dimension !== 'percent') &&
    !/\b(?:per|each|every|max|was|instead|actual|estimated?|budget|remaining|elapsed|timeout|vs|of which|including|from|until|to|then)\b|[→≤≥<>=/×]/i.test(
      inner,
    )
  );
}

function placed(
  segment: Segment,
  total: Quantity,
  at: number,
): Pick<StatedSum, 'total' | 'start' | 'end' | 'around'> {
  const start = sourceOffset(segment.content, at);
  const end = start + total.end - total.start;
  return { total, start, end, around: { start, end } };
}

/** "- **Total**: 5 hours" as the last item of a list whose other items all carry an amount. */
function closingSums(document: PlanDocument): StatedSum[] {
  const sums: StatedSum[] = [];
  for (const block of listsAndTables(document.blocks)) {
    const last = block.type === 'list' ? block.children.at(-1) : undefined;
    const content = last === undefined ? undefined : itemText(last);
    if (
      block.type !== 'list' ||
      content === undefined ||
      !/^[*_\s]{0,4}(?:sub|grand )?total\b/i.test(content.text)
    ) {
      continue;
    }
    const [total, ...others] = findQuantities(content.text);
    const parts = block.children.slice(0, -1).map((item) => labelledAmount(item));
    // "54 of 54 passed (100%)": rates of parts do not add up to that of the whole.
    const isAddedUp = total !== undefined && others.length === 0 && total.dimension !== 'percent';
    if (isAddedUp && isWhole(parts)) {
      const start = sourceOffset(content, total.start);
      const end = start + total.end - total.start;
      sums.push({ total, start, end, parts, of: 'the items above', around: block });
    }
  }
  return sums;
}

/** "- Parser: 2 h", "- Parser (2 h)", "- 2 h for the parser": the only amount of an item. */
function labelledAmount(item: ListItem): Quantity | undefined {
  const text = itemText(item)?.text ?? '';
  const [found, ...others] = findQuantities(text);
  return others.length === 0 ? found : undefined;
}

/** The sections that stand beside those of a family: "Pre-Phase 0" is no phase by its number, but its time counts. */
function siblingsOf(family: LabelFamily, sections: readonly Section[]): Section[] {
  const depth = family.sections[0]?.depth;
  return sections.filter(
    ({ heading, depth: own }) => own === depth && heading.start > family.start && heading.start < family.end,
  );
}

/** "Effort: 45 min", "Total time: 3 h". A bare "Time:" tells how long something takes now, as often as not. */
const effort =
  /(?:^|\n)[\W_]{0,6}(?:(?:(?:total|overall|estimated|implementation)\s){1,3}(?:effort|time|duration|estimate)|effort|estimate)\b\W{0,4}:\W{0,4}(?=[~≈]?\d)/gi;
/** Parts of a plan that speak of all of it. */
const ofWhole =
  /\b(?:tl;?dr|summary|overview|estimates?|effort|timeline|at a glance|metadata|goal|objective)\b/i;

/** "Effort: 45 minutes" above phases whose headings carry their time, and `estimated_hours` in the front matter. */
function planSums(
  { document, segments }: CheckContext,
  timed: ReadonlyMap<Section, TimedSection>,
  known: readonly LabelFamily[],
): StatedSum[] {
  const families = known.flatMap((family) => {
    const isTimed = family.sections.every((section) => timed.has(section));
    const parts = siblingsOf(family, document.sections).flatMap(
      (section) => timed.get(section)?.quantity ?? [],
    );
    return isTimed && isWhole(parts) ? [{ ...family, parts }] : [];
  });
  const [family] = families;
  if (family === undefined || families.length > 1) {
    return [];
  }
  const of = `the ${family.noun}s of this plan`;
  const first = family.sections[0]?.heading.start ?? 0;
  const stated: Omit<StatedSum, 'parts' | 'of'>[] = [];
  for (const entry of document.frontMatter?.values ?? []) {
    if (/^estimated[_-]?hours$|^total[_-]?hours$/i.test(entry.key) && /^\d+(?:\.\d+)?$/.test(entry.value)) {
      const hours = Number(entry.value) * 3600;
      const total: Quantity = {
        dimension: 'clock',
        low: hours,
        high: hours,
        isApproximate: false,
        start: 0,
        end: entry.value.length,
      };
      stated.push({ total, start: entry.start, end: entry.end, around: family });
    }
  }
  for (const segment of segments) {
    const at = segment.content.origins[0]?.at ?? 0;
    if (at > first) {
      break;
    }
    const own = sectionAt(document.sections, at);
    if (own !== undefined && own.end < family.end && !ofWhole.test(own.title)) {
      continue;
    }
    for (const match of segment.words.matchAll(effort)) {
      const from = match.index + match[0].length;
      // The mark of a rough number stands in front of it: "~2 h".
      const words = segment.words.slice(from - 1, from + 40);
      const total = findQuantities(words)[0];
      const rest = words.slice(total?.end ?? 0, (total?.end ?? 0) + 8);
      if (total !== undefined && total.start <= 2 && /^[*_\s]*(?:$|\n|\(|[.;])/.test(rest)) {
        stated.push({ ...placed(segment, total, from - 1 + total.start), around: family });
      }
    }
  }
  return stated.map((sum) => ({ ...sum, parts: family.parts, of }));
}
