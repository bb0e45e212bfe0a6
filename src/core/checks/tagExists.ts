import type { Check, CheckContext } from './check.ts';
import type { StatedIntent } from './intent.ts';
import { frontMatterMention, mentionAt, nearIntent, type Mention } from './mention.ts';
import { checkRefs, namesAt, type RefsAnswer } from './refNames.ts';
import { isQuoted, type Segment } from './segments.ts';
import type { CommandWord, ShellCommand } from './shellCommands.ts';
import { segmentsWith, sign } from './signs.ts';

/** The tags a plan starts from or returns to are in the repository. */
export const tagExists: Check = {
  id: 'tag-exists',
  title: 'Tags that the plan relies on exist',
  tags: ['factuality', 'git'],
  severity: 'major',
  category: 'factuality',
  kinds: 'all',
  modes: ['plan', 'execution'],
  run: (context) =>
    checkRefs(context, {
      what: 'tag',
      mentions: (commands) => [...inFrontMatter(context), ...inText(context), ...inCommands(commands)],
      madeBy: (command) => madeWords(command).map((word) => word.text),
      names: (answer) => (answer.isKnown ? answer.refs.tags : new Set<string>()),
      gap: gapOf,
    }),
};

const expected: StatedIntent = { intent: 'exists', isFirm: true };
const open: StatedIntent = { intent: 'exists', isFirm: false };
const created: StatedIntent = { intent: 'creates', isFirm: true };

/**
 * Whether a name is one that people give to tags: a version, a checkpoint, a backup (seed 002). Topics and the tags of
 * HTML, of container images and of issues are called tags as well.
 */
export function isTagName(name: string): boolean {
  return (
    !/\.\.|\.(?:md|txt|tsx?|jsx?|json|ya?ml|sh|py|go|rs|sql|zip|gz|html)$/i.test(name) &&
    (/^v?\d+\.\d+(?:\.\d+)?(?:[-+.][\w.*-]+)?$|^v\d+$/.test(name) ||
      /^(?:checkpoint|backup|release|rel|snapshot|savepoint|baseline|milestone|rollback)[-/_][\w./*$<>{}()+-]+$/i.test(
        name,
      ) ||
      /^(?:pre|before|after|save)[-/_][\w./*$<>{}()+-]*(?:backup|checkpoint|release|migration|refactor\w*|\d)[\w./*$<>{}()+-]*$/i.test(
        name,
      ))
  );
}

const keys =
  /^(?:(?:git|base|release|checkpoint|backup|start|end|rollback|previous)[_-]?)?tag$|^checkpoint$/i;

function inFrontMatter({ document }: CheckContext): Mention[] {
  return (document.frontMatter?.values ?? []).flatMap((entry) => {
    if (!keys.test(entry.key) || !isTagName(entry.value)) {
      return [];
    }
    const isEarlier = /^(?:base|start|rollback|previous)/i.test(entry.key);
    return [frontMatterMention(entry, { value: entry.value }, isEarlier ? expected : open)];
  });
}

const announced = /\btag(?:s|ged)?\b(?:\s+(?:named|called|as))?\*{0,2}\s*[:=]?/gi;

/** Tags of other things, and of other projects. */
const foreign =
  /\b(?:image|docker|container|dist|npm|html|xml|meta|script|svg|jsx|yaml|issue|cost|resource|asset|topic|hash|upstream|chart|helm|crate|action|pinned to(?: the)?|pins?)[\s-]+$/i;
const ofOther =
  /^[`*)\]]*\s+(?:tag\s+)?(?:of|in|on|from)\s+(?!(?:this|the|our)\s+(?:repo|repository|project)\b)(?:the\s+|an?\s+)?[\w`./\u{fffc}-]+/iu;

const tagSign = sign('tag');

function inText(context: CheckContext): Mention[] {
  return segmentsWith(context, tagSign).flatMap((segment) =>
    /\btag/i.test(segment.content.text) ? [...behindWord(segment), ...beforeWord(segment)] : [],
  );
}

/** "Tag y", "tags `a` and `b`", "tagged as v1.2.0" */
function behindWord(segment: Segment): Mention[] {
  const mentions: Mention[] = [];
  for (const match of segment.words.matchAll(announced)) {
    const before = segment.words.slice(Math.max(0, match.index - 30), match.index);
    if (foreign.test(before) || isQuoted(segment.words, match.index)) {
      continue;
    }
    for (const name of namesAt(segment.content.text, match.index + match[0].length)) {
      if (isTagName(name.value)) {
        const end = name.start + name.value.length;
        mentions.push(
          mentionAt(segment, name, statedAt(segment, { start: match.index, end, name: name.start })),
        );
      }
    }
  }
  return mentions;
}

/** "the `v1.2.0` tag" */
function beforeWord(segment: Segment): Mention[] {
  return segment.spans.flatMap((span) => {
    if (span.type !== 'code' || !isTagName(span.value)) {
      return [];
    }
    const behind = /^[`*]{1,4}\s+(?:(?:release|git|checkpoint|backup)\s+)?tag\b/i.exec(
      segment.words.slice(span.end, span.end + 40),
    );
    if (behind === null || isQuoted(segment.words, span.start)) {
      return [];
    }
    const place = { start: span.start, end: span.end + behind[0].length, name: span.start };
    return [mentionAt(segment, span, statedAt(segment, place))];
  });
}

const firmBefore =
  /\b(?:existing|current(?:ly)?|already|from|at|since|based on|buil(?:ds?|t|ding) (?:up)?on|depend(?:s|ing)? on|rests? on|on top of|roll\w*\s?back to|revert\w* to|reset\w*(?: --hard)? to|return\w* to|restor\w+(?: (?:from|to))?|check(?:ed)?\s?out|against|previous|last)\W+(?:[\w\u{fffc}]+\W+){0,4}$/iu;
const firmBehind =
  /^[`*)\]]*\s+(?:tag\s+)?(?:already |currently |still )?(?:is|was|marks|points|contains|holds|exists|has)\b/i;

function statedAt(
  segment: Segment,
  { start, end, name }: { start: number; end: number; name: number },
): StatedIntent {
  const behind = segment.words.slice(end, end + 60);
  if (ofOther.test(behind)) {
    return { intent: 'external', isFirm: true };
  }
  const near = nearIntent(segment, name, end);
  if (near.intent === 'creates' || near.intent === 'example' || near.intent === 'external') {
    return near;
  }
  const before = segment.words.slice(Math.max(0, start - 80), start);
  // "Tag v1.2.0 and publish" makes one.
  const isOrder =
    /(?:^|[.:;\n]|\b(?:then|and|to))\s*$/.test(before) && /^tag\b/i.test(segment.words.slice(start));
  if (firmBefore.test(before) || firmBehind.test(behind)) {
    return { ...near, isFirm: true };
  }
  return isOrder ? created : open;
}

function inCommands(commands: readonly ShellCommand[]): Mention[] {
  return commands
    .filter((command) => command.place === 'span')
    .flatMap((command) => {
      const stated = nearIntent(command.segment, command.at.start, command.at.end);
      const isLeft = stated.intent === 'example' || stated.intent === 'external';
      const made = madeWords(command).map((word) => ({ ...created, value: word.text, start: word.start }));
      const used = usedWords(command).map((word) => ({
        ...(isLeft ? stated : expected),
        value: word.text,
        start: word.start,
      }));
      return [...made, ...used].filter(({ value }) => isTagName(value));
    });
}

/** The tag that `git tag x` and `git tag -a x -m …` make. */
function madeWords({ words: [subcommand, ...rest] }: ShellCommand): CommandWord[] {
  if (
    subcommand?.text !== 'tag' ||
    rest.some((word) => /^(?:-l|--list|-d|--delete|-n\d*|-v)$/.test(word.text))
  ) {
    return [];
  }
  const name = rest.find((word) => !word.text.startsWith('-'));
  return name === undefined ? [] : [name];
}

/** The tag that a command goes back to, or looks at. */
function usedWords({ words: [subcommand, ...rest] }: ShellCommand): CommandWord[] {
  return /^(?:checkout|switch|reset|show|restore|diff|log)$/.test(subcommand?.text ?? '')
    ? rest.filter((word) => !word.text.startsWith('-') && isTagName(word.text)).slice(0, 1)
    : [];
}

/** Why a tag that is missing here proves nothing. A clone may come without any tags, and does in CI. */
function gapOf(answer: RefsAnswer): string | undefined {
  if (!answer.isKnown) {
    return undefined;
  }
  const isClone = [...answer.refs.branches].some((name) => /^(?:origin|upstream)\//.test(name));
  return answer.repository.isPartial || (isClone && answer.refs.tags.size === 0)
    ? 'this clone does not hold every tag'
    : undefined;
}
