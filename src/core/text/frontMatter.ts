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

/** The YAML block that opens a plan. */
export interface FrontMatter {
  /** Every scalar in the order of the text. */
  readonly values: readonly FrontMatterValue[];
  /** The number, from 0, of the first line behind the block. */
  readonly endLine: number;
  /** Why the YAML could not be read, if it could not. */
  readonly problem: string | undefined;
}

const block = /^---[ \t]*(\r\n|\r|\n)((?:[\s\S]*?(?:\r\n|\r|\n))?)(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|$)/;

/** Reads the front matter of a plan, or returns undefined where there is none. Never throws. */
export function parseFrontMatter(text: string): FrontMatter | undefined {
  const match = block.exec(text);
  if (match === null) {
    return undefined;
  }
  const bodyStart = match[0].indexOf(match[1] ?? '\n') + (match[1] ?? '\n').length;
  const endLine = match[0].split(/\r\n|\r|\n/).length - (/[\r\n]$/.test(match[0]) ? 1 : 0);
  const document = parseDocument(match[2] ?? '', { strict: false, uniqueKeys: false, logLevel: 'silent' });
  const values: FrontMatterValue[] = [];
  if (isMap<ParsedNode, ParsedNode | null>(document.contents)) {
    for (const pair of document.contents.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      collect({ node: pair.value, key, bodyStart, text }, values);
    }
  }
  return { values, endLine, problem: document.errors[0]?.message.split('\n', 1)[0] };
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
