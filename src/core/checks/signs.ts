import type { CheckContext } from './check.ts';
import type { Segment } from './segments.ts';

/** Pieces of text one of which is in everything that a check looks for. */
export interface Sign {
  /** The bit that stands for it. */
  readonly bit: number;
}

/** What has been declared, and the automaton that finds it, made with the first question. */
const pieces: { readonly text: string; readonly bit: number }[] = [];
let declared = 0;
let automaton: Automaton | undefined;

/**
 * Declares pieces of text (in small letters; capitals are found too) without one of which a pattern cannot match. Called
 * where a module is loaded. Looking for a pattern in all of a plan is slow, and checks look for many; one pass over the
 * plan finds all of these pieces for all of them, and the patterns are tried on what is left.
 */
export function sign(...texts: readonly string[]): Sign {
  const bit = 1 << declared;
  if (declared === 31 || automaton !== undefined) {
    throw new RangeError('Signs are declared where modules are loaded, and there are at most 31 of them.');
  }
  declared += 1;
  pieces.push(...texts.map((text) => ({ text, bit })));
  return { bit };
}

type Plan = Pick<CheckContext, 'document' | 'segments'>;

/** The segments that have a sign, in order, and perhaps some others. */
export function segmentsWith(plan: Plan, { bit }: Sign): readonly Segment[] {
  const { masks } = found(plan);
  return plan.segments.filter((_, index) => ((masks[index] ?? 0) & bit) !== 0);
}

/** Whether the plan has a sign anywhere, its code and its front matter included. */
export function hasSign(plan: Plan, { bit }: Sign): boolean {
  return (found(plan).ofText & bit) !== 0;
}

/** Has every segment looked at, as if it had every sign: what checks find then, they must find otherwise too. */
export function lookEverywhere({ segments }: Plan): void {
  foundIn.set(segments, { masks: new Int32Array(segments.length).fill(-1), ofText: -1 });
}

/** The bits of the signs that the segments have, and the whole text. */
interface Found {
  readonly masks: Int32Array;
  readonly ofText: number;
}

const foundIn = new WeakMap<readonly Segment[], Found>();

function found(plan: Plan): Found {
  const known = foundIn.get(plan.segments);
  if (known !== undefined) {
    return known;
  }
  automaton ??= automatonOf(pieces);
  const answer = plan.document.format === 'html' ? ofEach(plan, automaton) : inOnePass(plan, automaton);
  foundIn.set(plan.segments, answer);
  return answer;
}

/** The segments of a Markdown text stand in its order. What stands between two counts for the first of them. */
function inOnePass({ document: { text }, segments }: Plan, automaton: Automaton): Found {
  const masks = new Int32Array(segments.length);
  const scan = { state: 0, bits: 0 };
  let ofText = 0;
  let from = 0;
  for (let segment = -1; segment < segments.length; segment += 1) {
    const next = segments[segment + 1]?.content.origins[0]?.at ?? text.length;
    scan.bits = 0;
    scanText(text, { from, to: next, scan }, automaton);
    ofText |= scan.bits;
    if (segment !== -1) {
      masks[segment] = scan.bits;
    }
    from = Math.max(from, next);
  }
  return { masks, ofText };
}

/** The segments of an HTML text may lie within each other. */
function ofEach({ document, segments }: Plan, automaton: Automaton): Found {
  const bitsIn = (text: string): number => {
    const scan = { state: 0, bits: 0 };
    scanText(text, { from: 0, to: text.length, scan }, automaton);
    return scan.bits;
  };
  return {
    masks: Int32Array.from(segments, ({ content }) => bitsIn(content.text)),
    ofText: bitsIn(document.text),
  };
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Where the automaton is, and the bits of what it has found. */
  readonly scan: { state: number; bits: number };
}

function scanText(text: string, { from, to, scan }: Stretch, { classes, next, bits }: Automaton): void {
  let { state, bits: seen } = scan;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    state = code < 256 ? (next[state + (classes[code] ?? 0)] ?? 0) : 0;
    seen |= bits[state] ?? 0;
  }
  scan.state = state;
  scan.bits = seen;
}

/** Aho and Corasick's automaton over the characters that pieces are made of; a state is the offset of its row. */
interface Automaton {
  /** By Latin-1 code: the column of a row; 0 for characters that no piece has. */
  readonly classes: Uint8Array;
  readonly next: Uint16Array;
  /** By state: the bits of the pieces that end there. */
  readonly bits: Int32Array;
}

function automatonOf(pieces: readonly { readonly text: string; readonly bit: number }[]): Automaton {
  const characters = [...new Set(pieces.flatMap(({ text }) => text.split('')))];
  const width = characters.length + 1;
  const classes = new Uint8Array(256);
  for (const [index, character] of characters.entries()) {
    classes[character.charCodeAt(0)] = index + 1;
    classes[character.toUpperCase().charCodeAt(0)] = index + 1;
  }
  const states = 1 + pieces.reduce((sum, { text }) => sum + text.length, 0);
  if (states * width > 0xffff) {
    throw new RangeError('The pieces of the signs are too many for states of 16 bits.');
  }
  const next = new Uint16Array(states * width);
  const bits = new Int32Array(states * width);
  let end = width;
  for (const { text, bit } of pieces) {
    let state = 0;
    for (const character of text) {
      const cell = state + (classes[character.charCodeAt(0)] ?? 0);
      if (next[cell] === 0) {
        next[cell] = end;
        end += width;
      }
      state = next[cell] ?? 0;
    }
    bits[state] = (bits[state] ?? 0) | bit;
  }
  linkRows({ next, bits, width });
  return { classes, next, bits };
}

/** Lets every state go on where the longest end of what it has seen goes on. */
function linkRows({ next, bits, width }: Omit<Automaton, 'classes'> & { readonly width: number }): void {
  const links = new Int32Array(next.length);
  const queue = [...next.subarray(0, width)].filter((state) => state !== 0);
  for (const state of queue) {
    const link = links[state] ?? 0;
    bits[state] = (bits[state] ?? 0) | (bits[link] ?? 0);
    for (let column = 1; column < width; column += 1) {
      const target = next[state + column] ?? 0;
      const other = next[link + column] ?? 0;
      if (target === 0) {
        next[state + column] = other;
      } else {
        links[target] = other;
        queue.push(target);
      }
    }
  }
}
