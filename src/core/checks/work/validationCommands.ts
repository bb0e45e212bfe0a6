import type { PlannedCommand } from '../../domain/plannedWork.ts';
import type { Block } from '../../text/blocks.ts';
import { sourceOffset, type Content } from '../../text/content.ts';
import { rangeOf } from '../../text/lineIndex.ts';
import { plainText } from '../../text/plainText.ts';
import type { PlanDocument } from '../../text/planDocument.ts';
import { sectionAt } from '../../text/sections.ts';
import type { Segment } from '../segments.ts';
import { completeCommands } from './completeCommands.ts';

/** A validation command as the plan gives it, before anybody has looked whether it can be run. */
export type GivenCommand = Pick<PlannedCommand, 'command' | 'range' | 'isOptional' | 'program'> & {
  /** The words of its first command, the program among them. */
  readonly words: readonly string[];
  /** The plan's offset. */
  readonly start: number;
};

/** So many commands of a plan are looked at, and so long may one be. */
const mostCommands = 50;
const longestCommand = 4_000;

/** Parts of a plan whose commands tell whether the work is right. */
const validating =
  /\b(?:validat\w*|verif\w*|tests?|testing|(?:quality |phase |exit )?gates?|quality|checks?|checklist|acceptance|success criteria|definition of done|done when|smoke|qa|regressions?)\b/i;
/** Parts whose commands do something else, whatever stands around them. */
const doing =
  /\b(?:rollback|roll back|revert|undo|install\w*|set-?\s?up|prerequisites?|roll-?out|deploy\w*|monitor\w*|alternatives?|examples?|usage|background|context|current state|appendix|troubleshooting|common issues)\b/i;
const lead =
  /\b(?:validat\w*|verif\w*|check(?:s|ing)?|gates?|tests?|acceptance|done when)\b[^.\n]{0,60}:?[*_\s]*$/i;

const shells = /^(?:sh|shell|bash|zsh|console|terminal|shell-session|shellsession)$/i;
const sessions = /^(?:console|terminal|shell-session|shellsession)$/i;

/** What a command line begins with where nothing but its words says that it is one. */
const known =
  /^\s*(?:\$\s+)?(?:(?:time|env|!)\s+)?(?:[A-Z_][A-Z0-9_]*=\S*\s+)*(?:npx|npm|pnpm|yarn|bun|bunx|node|deno|tsc|eslint|vitest|jest|python3?|pytest|pip3?|uv|poetry|tox|ruff|mypy|cargo|go|make|gmake|gradle|mvn|dotnet|bundle|rspec|rake|ruby|php|composer|phpunit|git|grep|rg|test|curl|docker|kubectl|terraform|bash|sh|jq|diff|\.{1,2}\/[\w./-]+|\[)(?=\s|$)/;
/** Programs that are a whole command by themselves. */
const alone = /^(?:pytest|tox|make|tsc|vitest|jest|mypy|phpunit|rspec)$/;
const succeeds =
  /^[`"'*)\s]{0,4}(?:(?:still |now |must |should |all )?(?:pass(?:es)?|succeeds?|exits?|returns?|is (?:green|clean)|reports?|prints?|runs? (?:clean|green|without)))\b/i;

/** Finds the commands by which a plan wants its work to be validated, in the order of the text, each once. */
export function validationCommands(
  document: PlanDocument,
  segments: readonly Segment[],
): readonly GivenCommand[] {
  const found: GivenCommand[] = [];
  collect({ document, blocks: document.blocks }, found);
  for (const segment of segments) {
    found.push(...inSpans(document, segment));
  }
  const seen = new Set<string>();
  return found
    .toSorted((a, b) => a.start - b.start)
    .filter(({ command }) => !seen.has(command) && seen.add(command).size > 0)
    .slice(0, mostCommands);
}

function collect(
  { document, blocks, around = '' }: { document: PlanDocument; blocks: readonly Block[]; around?: string },
  found: GivenCommand[],
): void {
  let before = around;
  for (const block of blocks) {
    switch (block.type) {
      case 'paragraph':
      case 'heading':
        before = block.type === 'heading' ? '' : block.content.text;
        break;
      case 'code':
        if (isScript(block) && validates(document, block.start, before)) {
          found.push(...inBlock(document, block));
        }
        break;
      case 'list':
      case 'listItem':
      case 'blockquote':
        collect({ document, blocks: block.children, around: before }, found);
        break;
      default:
        break;
    }
  }
}

function isScript({ language, content }: Extract<Block, { type: 'code' }>): boolean {
  return shells.test(language) || (language === '' && known.test(content.text));
}

/** Whether the nearest words that say what a place is for say that it validates: the line that leads in, then the headings. */
function validates({ sections }: Pick<PlanDocument, 'sections'>, offset: number, before: string): boolean {
  const lastLine = plainText(before.slice(-300)).split('\n').at(-1) ?? '';
  if (lead.test(lastLine)) {
    return true;
  }
  const titles = sectionAt(sections, offset)?.path.toReversed() ?? [];
  // The title of the whole plan says what it is about, and not what its parts are for.
  const nearest = (titles.length > 1 ? titles.slice(0, -1) : titles).find(
    (title) => validating.test(title) || doing.test(title),
  );
  return nearest !== undefined && !doing.test(nearest);
}

function inBlock(
  document: PlanDocument,
  { language, content }: Extract<Block, { type: 'code' }>,
): GivenCommand[] {
  const { text } = content;
  const isSession = sessions.test(language) || /^\$ /m.test(text);
  const script = isSession ? withoutOutput(text) : text;
  let preamble = '';
  return completeCommands(script).flatMap(({ text: line, start }) => {
    if (preparing.test(line)) {
      preamble += `${line}\n`;
      return [];
    }
    return isRunnable(line, language) ? [given({ document, content, preamble }, line, start)] : [];
  });
}

/** What changes the project, publishes, installs or never ends shows nothing of whether the work is right. */
const working =
  /^(?:git (?:add|commit|mv|rm|push|pull|fetch|checkout|switch|restore|reset|stash|merge|rebase|tag|init|clone|branch|worktree|cherry-pick|revert|clean|config|log|status|show|diff(?![^\n]*(?:--exit-code|--quiet|--check)))\b|(?:npm|pnpm|yarn|bun) (?:install|i|ci|add|remove|uninstall|init|create|publish|link|start|version|run (?:dev|start|serve|watch|preview|deploy|release|format|fix)\b|dev\b|outdated|audit fix)|(?:pip3?|poetry|uv|cargo|go|gem|bundle|composer|brew|apt(?:-get)?) (?:install|add|remove|update|upgrade|sync|init|new|get|run\b(?=$)|publish)\b|uv pip |cargo run\b|dotnet (?:new|add|run|watch|restore|publish|tool|sln)\b|npx (?:create-|degit)|docker(?:-compose)? (?:compose )?(?:up|run|push|pull|build|start|stop|down)\b|kubectl (?:apply|delete|create|rollout|scale|port-forward|logs)\b|terraform (?:apply|destroy|init)\b|(?:rm|mv|cp|mkdir|touch|chmod|ln|kill|pkill|sleep|vim|nano|code|open|less|tail -f|watch|ssh|scp|rsync|sudo|clear|history|exit)\b|sed -i|(?:echo|printf)\b[^&|;\n]*$|cat\b[^&|;\n]*$|(?:git|uv|npm|npx|cargo|go|docker|dotnet)(?: [\w-]+)?$)/;

/** A line that only says where and with what the next ones are run: they are told with it. */
const preparing =
  /^(?:cd|export|source|\.|set|shopt|umask|touch|mkdir|cp)\s[^&|;\n]*$|^(?:cat|echo|printf)\b[^&|;\n]*>[^&][\s\S]*$|^[A-Za-z_]\w*=(?:[^\s&|;]*|"[^"]*"|'[^']*'|\$\([^\n]*\))$|^\w+\s*\(\)\s*\{/;

/** In a session, what has no prompt in front of it is what was printed; each character keeps its place. */
function withoutOutput(text: string): string {
  let isContinued = false;
  return text
    .split('\n')
    .map((line) => {
      const prompt =
        /^\s*[$%]\s+/.exec(line)?.[0] ?? (isContinued ? (/^\s*>?\s?/.exec(line)?.[0] ?? '') : undefined);
      isContinued = prompt !== undefined && line.endsWith('\\');
      return prompt === undefined
        ? ' '.repeat(line.length)
        : ' '.repeat(prompt.length) + line.slice(prompt.length);
    })
    .join('\n');
}

/** What stands for something else is no command yet, and `/review PRP-3` is one of a chat. */
function isRunnable(line: string, language: string): boolean {
  return (
    line.length <= longestCommand &&
    !/<[a-z][\w .-]*>|\{[a-z][\w -]*\}(?!\$)|\.\.\.(?:\s|$)|…/i.test(
      line.replaceAll(/\$\{[^}]*\}|\.\/\.\.\./g, ''),
    ) &&
    !working.test(line) &&
    !/^(?:time\s+)?\/[\w:-]+(?:\s|$)/.test(line) &&
    !/^[✓✗✅❌#>]/u.test(line) &&
    (language !== '' || known.test(line))
  );
}

function given(
  { document, content, preamble }: { document: PlanDocument; content: Content; preamble: string },
  line: string,
  start: number,
): GivenCommand {
  const from = sourceOffset(content, start);
  const words = wordsOf(line);
  return {
    command: preamble + line,
    range: rangeOf(document.lines, from, sourceOffset(content, start + line.length - 1) + 1),
    start: from,
    words,
    program: programOf(words),
    isOptional: /\|\|\s*(?:true|:|echo\b[^\n]*)\s*$/.test(line),
  };
}

function inSpans(document: PlanDocument, segment: Segment): GivenCommand[] {
  const { content, spans, words, headings, isHeading } = segment;
  const nearest = (headings.length > 1 ? headings.slice(0, -1) : headings).find(
    (title) => validating.test(title) || doing.test(title),
  );
  const isValidating = nearest !== undefined && !doing.test(nearest);
  return isHeading
    ? []
    : spans.flatMap((span) => {
        const line = span.type === 'code' ? span.value.trim() : '';
        const isCommand = known.test(line) && (/\s/.test(line) || alone.test(line));
        const isSaid =
          isValidating ||
          succeeds.test(words.slice(span.end, span.end + 40)) ||
          lead.test(words.slice(Math.max(0, span.start - 80), span.start).replace(/[`\s]+$/, ''));
        return isCommand && isSaid && isRunnable(line, 'span')
          ? [
              given(
                { document, content, preamble: '' },
                line,
                span.start + content.text.slice(span.start).indexOf(line),
              ),
            ]
          : [];
      });
}

const word = /"[^"]*"|'[^']*'|&&|\|\||[;|&<>]+|[^\s"';|&<>]+/g;

/** The words of the first command of a line, without quotation marks, prefixes and assignments. */
function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  for (const [text] of line.matchAll(word)) {
    if (/^(?:&&|\|\||[;|&<>]+)$/.test(text)) {
      break;
    }
    words.push(/^["']/.test(text) ? text.slice(1, -1) : text);
  }
  const first = words.findIndex((text) => !/^(?:[A-Za-z_]\w*=.*|!|time|env|exec|sudo|command)$/.test(text));
  return first === -1 ? [] : words.slice(first);
}

/** What the shell does without a program, and the words of its grammar. */
const builtIn =
  /^(?:test|\[|\[\[|echo|printf|cd|export|set|unset|true|false|:|if|for|while|until|case|select|\{|\(|\.|source|eval|exit|read|wait|trap|type|command|alias|local|return|pwd|ulimit|umask)$/;

function programOf([first]: readonly string[]): string | undefined {
  return first === undefined || builtIn.test(first) || /[$`*?(){}[\]]/.test(first) ? undefined : first;
}
