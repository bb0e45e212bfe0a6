/** A command of a script, complete with all its lines. */
export interface CompleteCommand {
  readonly text: string;
  /** Offset of its first character in the script. */
  readonly start: number;
}

const opening = new Set(['if', 'for', 'while', 'until', 'case', 'select', '{']);
const closing = new Set(['fi', 'done', 'esac', '}']);

/**
 * Takes a shell script apart into commands that can be run one by one: a line each, or as many lines as a quotation, a loop, a here
 * document or a `\` at the end of a line make it. Where something stays open, the whole script is one command.
 */
export function completeCommands(script: string): readonly CompleteCommand[] {
  const commands: CompleteCommand[] = [];
  const lines = script.split('\n');
  let open: string[] = [];
  let start = 0;
  let at = 0;
  for (const line of lines) {
    if (open.length === 0) {
      start = at;
    }
    at += line.length + 1;
    if (open.length === 0 && /^\s*(?:#|$)/.test(line)) {
      continue;
    }
    open.push(line);
    const text = open.join('\n');
    if (isComplete(text)) {
      commands.push({ text: text.trim(), start: start + (/^\s*/.exec(text)?.[0].length ?? 0) });
      open = [];
    }
  }
  const text = script.trim();
  return open.length === 0 ? commands : text === '' ? [] : [{ text, start: script.indexOf(text) }];
}

/** A here document with its body and its end; what stands behind its mark on the first line is kept. */
const hereDocument = /<<-?\s*(["']?)(\w+)\1([^\n]*)\n(?:[\s\S]*?\n)?[ \t]*\2[ \t]*(?=\n|$)/g;

/** Whether the shell would ask for no further line. */
function isComplete(text: string): boolean {
  const { quote, depth, isContinued, hasHereDocument } = scan(text.replaceAll(hereDocument, '$3'));
  return quote === '' && depth <= 0 && !isContinued && !hasHereDocument;
}

interface Scan {
  readonly quote: string;
  /** How many loops, conditions and brackets are open. */
  readonly depth: number;
  readonly isContinued: boolean;
  /** Whether a here document was begun. */
  readonly hasHereDocument: boolean;
}

/** Whole quotations come first, so that nothing within one is taken for a word of the shell. */
const token =
  /"(?:\\[\s\S]|[^"\\])*"|'[^']*'|\\[\s\S]|<<-?\s*(["']?)(\w+)\1|\$\{[^}]*\}|\n|&&|\|\||[;|&()]|(?<!\S)#[^\n]*|[^\n\S]+|[^\s\\"'$;|&()<]+|[\s\S]/g;

function scan(text: string): Scan {
  let quote = '';
  let depth = 0;
  let brackets = 0;
  let isCommandPlace = true;
  let last = '';
  let hasHereDocument = false;
  for (const match of text.matchAll(token)) {
    const [word, , heredoc] = match;
    if (/^(?:[^\n\S]+|#[^\n]*)$/.test(word)) {
      continue;
    }
    if (heredoc !== undefined) {
      hasHereDocument = true;
    } else if (word === '"' || word === "'") {
      quote = word;
    } else if (word === '(' || word === ')') {
      // The pattern of a case ends with one that nothing opened.
      brackets = Math.max(0, brackets + (word === '(' ? 1 : -1));
    } else if (isCommandPlace && opening.has(word)) {
      depth += 1;
    } else if (isCommandPlace && closing.has(word)) {
      depth -= 1;
    }
    isCommandPlace =
      /^(?:\n|;|&&|\|\||[|&()]|do|then|else|elif|!)$/.test(word) || (isCommandPlace && word === '{');
    last = word;
  }
  const isContinued = /^(?:\\\n?|&&|\|\||\|)$/.test(last);
  return { quote, depth: depth + brackets, isContinued, hasHereDocument };
}
