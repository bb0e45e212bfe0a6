import type { Block } from '../text/blocks.ts';
import { sourceOffset, type Content } from '../text/content.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import { sectionAt } from '../text/sections.ts';
import type { CheckContext } from './check.ts';
import { oncePerRun } from './oncePerRun.ts';
import type { Segment } from './segments.ts';

/** A word of a command, without the quotes around it. */
export interface CommandWord {
  readonly text: string;
  /** The plan's offset of its first character. */
  readonly start: number;
}

/** A command that the plan gives: `npm run build`. */
export interface ShellCommand {
  /** `git`, `npm`, `make` … */
  readonly program: string;
  readonly words: readonly CommandWord[];
  /** The folder that the same line changes to before it, or an empty string. */
  readonly folder: string;
  /** The text it stands in. That of a code block holds the words that lead to it and the headings above. */
  readonly segment: Segment;
  /** Where it stands in the segment's text. */
  readonly at: { readonly start: number; readonly end: number };
  /** `span`: in running text. `shell`: in a code block of commands. `other`: in a code block that names no language. */
  readonly place: 'span' | 'shell' | 'other';
  /** Whether the plan reckons with its failure: `make lint || true`, "`npm run format` (if configured)". */
  readonly isOptional: boolean;
}

/** The commands that a plan gives in code spans and code blocks, read once for all checks. */
export const shellCommands = oncePerRun((context: CheckContext) => Promise.resolve(readCommands(context)));

const programs = /^(?:git|npm|pnpm|yarn|bun|make|gmake|pip|pip3|uv|poetry|cargo|go)$/;

/** Most code is no command: this looks at the beginning alone. */
const opening =
  /^\s*(?:[$>%]\s+)?(?:(?:sudo|time|exec|env)\s+)?(?:[A-Z_]+=\S*\s+)*(?:git|npm|pnpm|yarn|bun|g?make|pip3?|uv|poetry|cargo|go|cd)\s/;

const shells = /^(?:sh|shell|bash|zsh|fish|console|terminal|shell-session|shellsession|cmd|powershell|ps1)$/i;

function readCommands({ document, segments }: CheckContext): ShellCommand[] {
  const commands: ShellCommand[] = [];
  for (const segment of segments) {
    for (const span of segment.spans) {
      if (span.type === 'code' && opening.test(span.value)) {
        readLine({ segment, place: 'span' }, { line: span.value, at: span.start }, commands);
      }
    }
  }
  collectBlocks({ document, blocks: document.blocks }, commands);
  return commands;
}

function collectBlocks(
  { document, blocks }: { document: PlanDocument; blocks: readonly Block[] },
  commands: ShellCommand[],
): void {
  let lead = '';
  for (const block of blocks) {
    if (block.type === 'paragraph' || block.type === 'heading') {
      lead = block.type === 'heading' ? '' : block.content.text;
    } else if (block.type === 'code') {
      const place = shells.test(block.language) ? 'shell' : block.language === '' ? 'other' : undefined;
      if (place !== undefined) {
        readBlock(document, { content: block.content, lead, place }, commands);
      }
    } else if ('children' in block) {
      collectBlocks({ document, blocks: block.children }, commands);
    }
  }
}

function readBlock(
  document: PlanDocument,
  { content, lead, place }: { content: Content; lead: string; place: 'shell' | 'other' },
  commands: ShellCommand[],
): void {
  let segment: Segment | undefined;
  let at = 0;
  for (const line of content.text.split('\n')) {
    if (opening.test(line)) {
      segment ??= {
        content,
        spans: [],
        words: '',
        isHeading: false,
        row: '',
        isBehindName: false,
        leads: lead === '' ? [] : [lead],
        headings: sectionAt(document.sections, content.origins[0]?.at ?? 0)?.path.toReversed() ?? [],
      };
      readLine({ segment, place }, { line, at }, commands);
    }
    at += line.length + 1;
  }
}

const words = /"[^"]*"|'[^']*'|&&|\|\||[;|&]|[^\s"';|&]+/g;

function readLine(
  { segment, place }: Pick<ShellCommand, 'segment' | 'place'>,
  { line, at }: { line: string; at: number },
  commands: ShellCommand[],
): void {
  let folder = '';
  let open: CommandWord[] = [];
  const behindWord = ({ text, start }: CommandWord): string =>
    `${line.slice(start - at + text.length, start - at + text.length + 80)} ${
      place === 'span' ? segment.content.text.slice(at + line.length, at + line.length + 60) : ''
    }`;
  const finish = (): void => {
    const start = open.findIndex((word) => !isPrefix(word.text));
    const [program, ...rest] = start === -1 ? [] : open.slice(start);
    const last = open.at(-1);
    const behind = last === undefined ? '' : behindWord(last);
    open = [];
    if (program?.text === 'cd') {
      folder = rest[0]?.text ?? '';
    } else if (program !== undefined && last !== undefined && programs.test(program.text)) {
      const from = program.start;
      commands.push({
        program: program.text,
        words: rest.map((word) => ({ text: word.text, start: sourceOffset(segment.content, word.start) })),
        folder,
        segment,
        at: { start: from, end: last.start + last.text.length },
        place,
        isOptional:
          optional.test(behind) ||
          segment.headings.some((heading) => /\boptional\b/i.test(heading)) ||
          rest.some(({ text }) => silenced.test(text)),
      });
    }
  };
  for (const match of line.matchAll(words)) {
    const word = match[0];
    if (/^(?:&&|\|\||[;|&])$/.test(word)) {
      finish();
    } else if (word.startsWith('#')) {
      break;
    } else {
      const quote = /^["']/.test(word) ? 1 : 0;
      open.push({ text: word.slice(quote, word.length - quote), start: at + match.index + quote });
    }
  }
  finish();
}

/** "`make help 2>/dev/null | grep x`": who throws the complaint away reckons with it. */
const silenced = /^[2&]>\/dev\/null$/;
const optional =
  /^["']?\s*(?:\d?>\S*\s*|2>&1\s*)?\|\||^["'`*)\s]{0,6}(?:[#(—–-]\s*)?(?:only\s+)?(?:if (?:it |they )?(?:exists?|configured|available|present|defined|applicable|needed|any|one|there|you)|when (?:configured|available|present)|optional)\b|#[^\n]{0,60}\b(?:if (?:it |they )?(?:exists?|configured|available|present|defined|applicable)|optional|custom)\b/i;

/** What may stand in front of a program: a prompt, `sudo`, `CI=1`. */
function isPrefix(word: string): boolean {
  return /^(?:[$>%]|sudo|time|exec|env|[A-Z_]+=.*)$/.test(word);
}
