import { isMap, isScalar, parseDocument, type ParsedNode } from 'yaml';

/** Something that a YAML reader objects to. Offsets are those of the plan. */
export interface FrontMatterProblem {
  readonly type: 'invalid' | 'duplicate-key';
  /** What the reader says, in one line without a place. */
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** A key of the outermost level and where it stands. */
export interface FrontMatterKey {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** What is to be known of a front matter besides its values. */
export interface FrontMatterOutline {
  readonly keys: readonly FrontMatterKey[];
  readonly problems: readonly FrontMatterProblem[];
}

const opening = /^---[ \t]*(?:\r\n|\r|\n)/;

/**
 * Reads the keys and the faults of a plan's front matter, which ends before line `endLine` (from 0; the closing line is
 * the one before it). Never throws.
 */
export function outlineFrontMatter(
  text: string,
  lines: { readonly starts: readonly number[] },
  endLine: number,
): FrontMatterOutline {
  const bodyStart = opening.exec(text)?.[0].length ?? 0;
  const bodyEnd = lines.starts[endLine - 1] ?? text.length;
  const document = parseDocument(text.slice(bodyStart, bodyEnd), { logLevel: 'silent', prettyErrors: false });
  // What is missing at the end is reported at the last character, not on the closing line.
  const last = bodyStart + Math.max(0, text.slice(bodyStart, bodyEnd).trimEnd().length - 1);
  const place = (from: number, to: number): { start: number; end: number } => {
    const start = Math.min(bodyStart + from, last);
    return { start, end: Math.max(start, Math.min(bodyStart + to, last + 1)) };
  };
  return {
    keys: isMap<ParsedNode, ParsedNode | null>(document.contents)
      ? document.contents.items.flatMap(({ key }) =>
          isScalar(key) && key.range
            ? [{ name: String(key.value), ...place(key.range[0], key.range[1]) }]
            : [],
        )
      : [],
    problems: document.errors.map((error) => ({
      type: error.code === 'DUPLICATE_KEY' ? 'duplicate-key' : 'invalid',
      message: error.message.split('\n', 1)[0] ?? '',
      ...place(error.pos[0], error.pos[1]),
    })),
  };
}
