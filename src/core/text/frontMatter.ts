import { isMap, isScalar, isSeq, parseDocument, type Node, type ParsedNode } from 'yaml';

/** A single value of the front matter and where it stands. */
export interface FrontMatterValue {
  /** The key it stands under; the outermost one for nested values. */
  readonly key: string;
  readonly value: string;
  /** Offsets in the plan, without quotes. */
  readonly start: number;
  readonly end: number;
}

/** Something that a YAML reader objects to. Offsets are those of the plan. */
interface FrontMatterProblem {
  readonly type: 'invalid' | 'duplicate-key';
  /** What the reader says, in one line without a place. */
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** A key of the outermost level and where it stands. */
interface FrontMatterKey {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The YAML block that opens a plan. */
export interface FrontMatter {
  /** Every scalar in the order of the text. */
  readonly values: readonly FrontMatterValue[];
  readonly keys: readonly FrontMatterKey[];
  readonly problems: readonly FrontMatterProblem[];
  /** The number, from 0, of the first line behind the block. */
  readonly endLine: number;
  /** Why the YAML could not be read, if it could not. */
  readonly problem: string | undefined;
}

const block = /^---[ \t]*(\r\n|\r|\n)((?:[\s\S]*?(?:\r\n|\r|\n))?)(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|$)/;

/** The text that was read last: several readers of one plan ask one after the other. */
let last: { readonly text: string; readonly frontMatter: FrontMatter | undefined } | undefined;

/** Reads the front matter of a plan, or returns undefined where there is none. Never throws. */
export function parseFrontMatter(text: string): FrontMatter | undefined {
  last = last?.text === text ? last : { text, frontMatter: readFrontMatter(text) };
  return last.frontMatter;
}

function readFrontMatter(text: string): FrontMatter | undefined {
  const match = text.startsWith('---') ? block.exec(text) : null;
  if (match === null) {
    return undefined;
  }
  const body = match[2] ?? '';
  const bodyStart = match[0].indexOf(match[1] ?? '\n') + (match[1] ?? '\n').length;
  const endLine = match[0].split(/\r\n|\r|\n/).length - (/[\r\n]$/.test(match[0]) ? 1 : 0);
  const document = parseDocument(body, { logLevel: 'silent', prettyErrors: false });
  // What is missing at the end is reported at the last character, not on the closing line.
  const last = bodyStart + Math.max(0, body.trimEnd().length - 1);
  const place = (from: number, to: number): { start: number; end: number } => {
    const start = Math.min(bodyStart + from, last);
    return { start, end: Math.max(start, Math.min(bodyStart + to, last + 1)) };
  };
  const values: FrontMatterValue[] = [];
  const keys: FrontMatterKey[] = [];
  if (isMap<ParsedNode, ParsedNode | null>(document.contents)) {
    for (const { key, value } of document.contents.items) {
      const name = isScalar(key) ? String(key.value) : '';
      collect({ node: value, key: name, bodyStart, text }, values);
      if (isScalar(key) && key.range) {
        keys.push({ name, ...place(key.range[0], key.range[1]) });
      }
    }
  }
  const problems = document.errors.map(({ code, message, pos }): FrontMatterProblem => ({
    type: code === 'DUPLICATE_KEY' ? 'duplicate-key' : 'invalid',
    message: message.split('\n', 1)[0] ?? '',
    ...place(pos[0], pos[1]),
  }));
  const problem = problems.find(({ type }) => type === 'invalid')?.message;
  return { values, keys, problems, endLine, problem };
}

interface Visit {
  readonly node: Node | null;
  readonly key: string;
  readonly bodyStart: number;
  readonly text: string;
}

function collect(visit: Visit, values: FrontMatterValue[]): void {
  const { node, key, bodyStart, text } = visit;
  if (isSeq<Node>(node)) {
    for (const item of node.items) {
      collect({ ...visit, node: item }, values);
    }
  } else if (isMap<Node, Node | null>(node)) {
    for (const pair of node.items) {
      collect({ ...visit, node: pair.value }, values);
    }
  } else if (isScalar(node) && node.range && node.value !== null) {
    const source = text.slice(bodyStart + node.range[0], bodyStart + node.range[1]);
    const quoted = /^(["'])([\s\S]*)\1$/.exec(source);
    const start = bodyStart + node.range[0] + (quoted === null ? 0 : 1);
    const value = quoted?.[2] ?? source;
    values.push({ key, value, start, end: start + value.length });
  }
}

/** The first value under a key, or undefined. */
export function frontMatterValue(frontMatter: FrontMatter | undefined, key: string): string | undefined {
  return frontMatter?.values.find((value) => value.key === key)?.value;
}
