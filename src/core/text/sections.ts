import type { Block, Heading } from './blocks.ts';
import { plainText } from './plainText.ts';

/** A heading and everything up to the next heading of its depth or above. Offsets are UTF-16. */
export interface Section {
  readonly heading: Heading;
  /** The heading without Markdown marks and without its number. */
  readonly title: string;
  /** The number the heading carries, such as `4.2`, or undefined. */
  readonly number: string | undefined;
  readonly depth: number;
  /** The titles from the outermost section to this one. */
  readonly path: readonly string[];
  /** Behind the last character of the section. */
  readonly end: number;
}

const leadingNumber =
  /^(?:(?:section|chapter|part|appendix)\s+)?(\d+(?:\.\d+)*|[A-Z](?:\.\d+)+)(?:[.):]|\s+[-–—:]|(?=\s))\s*/i;

/** The sections of a plan, in order. Only headings at the top level open one. */
export function sectionsOf(blocks: readonly Block[], textLength: number): Section[] {
  const headings = blocks.filter((block): block is Heading => block.type === 'heading');
  const ends = sectionEnds(headings, textLength);
  const open: { depth: number; title: string }[] = [];
  return headings.map((heading, index) => {
    const text = plainText(heading.content.text);
    const number = leadingNumber.exec(text);
    const title = number === null ? text : text.slice(number[0].length);
    while ((open.at(-1)?.depth ?? 0) >= heading.depth) {
      open.pop();
    }
    open.push({ depth: heading.depth, title });
    return {
      heading,
      title,
      number: number?.[1],
      depth: heading.depth,
      path: open.map((section) => section.title),
      end: ends[index] ?? textLength,
    };
  });
}

function sectionEnds(headings: readonly Heading[], textLength: number): number[] {
  const ends: number[] = Array.from({ length: headings.length }, () => textLength);
  const open: number[] = [];
  for (const [index, heading] of headings.entries()) {
    while (open.length > 0 && (headings[open.at(-1) ?? 0]?.depth ?? 0) >= heading.depth) {
      ends[open.pop() ?? 0] = heading.start;
    }
    open.push(index);
  }
  return ends;
}

/** The innermost section that holds an offset, or undefined before the first heading. */
export function sectionAt(sections: readonly Section[], offset: number): Section | undefined {
  let low = 0;
  let high = sections.length - 1;
  let found: Section | undefined;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const section = sections[middle];
    if (section !== undefined && section.heading.start <= offset) {
      found = section;
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return found;
}
