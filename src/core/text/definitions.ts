import type { Definition } from './blocks.ts';
import { slice, sourceOffset, type Content } from './content.ts';

const opening = /[ \t]*\[((?:[^\\[\]]|\\[\s\S]?){1,999})\]:[ \t]*\n?[ \t]*/y;
const destination = /<((?:[^<>\n\\]|\\.)*)>|(?!<)[^\s\p{Cc}]+/uy;
const title =
  /(?:[ \t]+\n?|\n)[ \t]*(?:"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|\((?:[^()\\]|\\[\s\S])*\))[ \t]*(?:\n|$)/y;
const lineRest = /[ \t]*(?:\n|$)/y;

/**
 * Takes the definitions of links off the beginning of a paragraph (CommonMark 0.31, section 4.7). What is left of it is
 * undefined where it holds nothing else.
 */
export function takeDefinitions(content: Content): {
  readonly definitions: readonly Definition[];
  readonly rest: Content | undefined;
} {
  const definitions: Definition[] = [];
  let at = 0;
  while (content.text.charCodeAt(at) === 0x5b || (at > 0 && at < content.text.length)) {
    const found = definitionAt(content, at);
    if (found === undefined) {
      break;
    }
    definitions.push(found.definition);
    at = found.end;
  }
  const rest =
    at === 0 ? content : at < content.text.length ? slice(content, at, content.text.length) : undefined;
  return { definitions, rest };
}

function definitionAt(content: Content, at: number): { definition: Definition; end: number } | undefined {
  const { text } = content;
  const label = matchAt(opening, text, at);
  const target = label === undefined ? undefined : matchAt(destination, text, at + label[0].length);
  if (label?.[1] === undefined || target === undefined || label[1].trim() === '') {
    return undefined;
  }
  if (target[1] === undefined && !isBalanced(target[0])) {
    return undefined;
  }
  const behind = at + label[0].length + target[0].length;
  const end = matchAt(title, text, behind) ?? matchAt(lineRest, text, behind);
  if (end === undefined) {
    return undefined;
  }
  const stop = behind + end[0].length;
  const start = at + label[0].indexOf('[');
  const last = at + text.slice(at, stop).trimEnd().length;
  return {
    definition: {
      type: 'definition',
      start: sourceOffset(content, start),
      end: sourceOffset(content, last - 1) + 1,
      label: label[1].trim().toLowerCase().replaceAll(/\s+/g, ' '),
      target: target[1] ?? target[0],
    },
    end: stop,
  };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function isBalanced(target: string): boolean {
  let open = 0;
  for (const [sign] of target.matchAll(/\\.|[()]/g)) {
    open += sign === '(' ? 1 : sign === ')' ? -1 : 0;
    if (open < 0) {
      return false;
    }
  }
  return open === 0;
}
