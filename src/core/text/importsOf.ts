/**
 * A piece of TypeScript or JavaScript that matters to imports: a comment, a text in quotes, a template, a word, or a mark.
 * A text does not go past its line, so that a quote in a pattern or in JSX misleads no further than that.
 */
const token =
  /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[^]|[^`\\])*`?|[\w$]+|[^\s\w$]/g;

/** So many pieces may stand between `import` and what is imported: longer lists of names are no code that people write. */
const longestClause = 4_000;

interface Token {
  readonly text: string;
  /** What stands in quotes; undefined for anything else. */
  readonly quoted: string | undefined;
}

/**
 * What a module in TypeScript or JavaScript imports, in the order of its text, each once: static and dynamic imports, types
 * among them, exports from elsewhere, and `require`. Names that are worked out while the code runs are unknown. Reads JSX and
 * code that does not compile, too. Never throws; takes a time that grows with the text's length.
 */
export function importsOf(code: string): readonly string[] {
  const tokens = tokensOf(code);
  const found = new Set<string>();
  for (const [index, { text }] of tokens.entries()) {
    if (tokens[index - 1]?.text !== '.' || tokens[index - 2]?.text === '.') {
      const name = importedAt(tokens, index, text);
      if (name !== undefined && name !== '') {
        found.add(name);
      }
    }
  }
  return [...found];
}

function tokensOf(code: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const [text] of code.matchAll(token)) {
    if (text.startsWith('//') || text.startsWith('/*')) {
      continue;
    }
    const isQuoted = (text.startsWith('"') || text.startsWith("'")) && text.length > 1;
    tokens.push({ text, quoted: isQuoted ? text.slice(1, -1) : undefined });
  }
  return tokens;
}

function importedAt(tokens: readonly Token[], index: number, word: string): string | undefined {
  const next = tokens[index + 1];
  switch (word) {
    case 'import':
      return next?.text === '(' ? tokens[index + 2]?.quoted : (next?.quoted ?? behindFrom(tokens, index + 1));
    case 'export':
      return next !== undefined && /^(?:\{|\*|type)$/.test(next.text)
        ? behindFrom(tokens, index + 1)
        : undefined;
    case 'require':
      return next?.text === '(' && tokens[index + 3]?.text === ')' ? tokens[index + 2]?.quoted : undefined;
    default:
      return undefined;
  }
}

/** Names, commas, stars and one pair of braces may stand in front of `from`. */
function behindFrom(tokens: readonly Token[], start: number): string | undefined {
  for (let index = start; index < start + longestClause; index += 1) {
    const { text = '', quoted } = tokens[index] ?? {};
    if (text === 'from' && tokens[index + 1]?.quoted !== undefined) {
      return tokens[index + 1]?.quoted;
    }
    // `import x = require('y')` is found by its `require`; a name in quotes may be that of an export.
    if (quoted === undefined && !/^[\w$,{}*]+$/.test(text)) {
      return undefined;
    }
    if (text === 'import' || text === 'export' || text === '') {
      return undefined;
    }
  }
  return undefined;
}
