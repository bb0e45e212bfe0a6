import { comparePositions, type Position, type Range } from '../domain/position.ts';
import type { Directive } from './suppressionComments.ts';

/** One check that one comment suppresses. */
export interface Suppression {
  readonly check: string;
  /** Where the check's name stands in the comment. */
  readonly nameRange: Range;
  readonly reason: string | undefined;
  /** Where the comment stands. */
  readonly range: Range;
  /** How many checks the comment names. */
  readonly siblings: number;
}

interface Block {
  readonly from: Position;
  until: Position | undefined;
  readonly suppression: Suppression;
}

/** The suppressions of a plan by what they cover. */
export interface SuppressionIndex {
  readonly all: readonly Suppression[];
  /** Comments that name no check, and `enable` comments that end nothing. */
  readonly pointless: readonly Directive[];
  /** What covers a check's findings at a place. A line's own suppression comes before that of a block. */
  at(check: string, place: Position): Suppression | undefined;
}

/** Arranges comments, in the order of the text, so that a place is looked up in logarithmic time. */
export function indexSuppressions(directives: readonly Directive[]): SuppressionIndex {
  const all: Suppression[] = [];
  const pointless: Directive[] = [];
  const lines = new Map<string, Suppression>();
  const blocks = new Map<string, Block[]>();
  const openBlock = (check: string): Block | undefined => {
    const last = blocks.get(check)?.at(-1);
    return last?.until === undefined ? last : undefined;
  };
  for (const directive of directives) {
    if (directive.action === 'enable') {
      if (!close(directive, blocks, openBlock)) {
        pointless.push(directive);
      }
      continue;
    }
    if (directive.checks.length === 0) {
      pointless.push(directive);
    }
    for (const { name, range } of directive.checks) {
      const suppression: Suppression = {
        check: name,
        nameRange: range,
        reason: directive.reason,
        range: directive.range,
        siblings: directive.checks.length,
      };
      all.push(suppression);
      if (directive.action === 'disable-line') {
        const key = `${name}\n${directive.line}`;
        lines.set(key, lines.get(key) ?? suppression);
      } else if (openBlock(name) === undefined) {
        const own = blocks.get(name) ?? [];
        own.push({ from: directive.range.end, until: undefined, suppression });
        blocks.set(name, own);
      }
    }
  }
  return {
    all,
    pointless,
    at: (check, place) =>
      lines.get(`${check}\n${place.line}`) ?? blockAt(blocks.get(check) ?? [], place)?.suppression,
  };
}

/** Ends the blocks that an `enable` names, or all where it names none. False when there was none to end. */
function close(
  directive: Directive,
  blocks: ReadonlyMap<string, readonly Block[]>,
  openBlock: (check: string) => Block | undefined,
): boolean {
  const names = directive.checks.length === 0 ? [...blocks.keys()] : directive.checks.map(({ name }) => name);
  const open = names.map(openBlock).filter((block) => block !== undefined);
  for (const block of open) {
    block.until = directive.range.start;
  }
  return open.length > 0;
}

/** The block that holds a place. Blocks of one check do not overlap, and stand in the order of the text. */
function blockAt(blocks: readonly Block[], place: Position): Block | undefined {
  let low = 0;
  let high = blocks.length - 1;
  let found: Block | undefined;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const block = blocks[middle];
    if (block !== undefined && comparePositions(block.from, place) <= 0) {
      found = block;
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  const isInside =
    found !== undefined && (found.until === undefined || comparePositions(place, found.until) < 0);
  return isInside ? found : undefined;
}
