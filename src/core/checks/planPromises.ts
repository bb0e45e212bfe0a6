import { sourceOffset } from '../text/content.ts';
import { findCues } from './cues.ts';
import type { PathMention } from './pathMentions.ts';
import { isQuoted, type Segment } from './segments.ts';

/** Something that a plan brings into the project or takes out of it, and that no other plan can have beside it. */
export interface PlanPromise {
  readonly kind: 'new-path' | 'changed-path' | 'removed-path' | 'migration' | 'port' | 'setting' | 'command';
  /** What two promises have in common that clash: a path, a number, a name. */
  readonly value: string;
  /** For a migration: the folder that its number counts in; undefined where the plan names none. */
  readonly folder?: string | undefined;
  /** As the plan spells it. */
  readonly shown: string;
  /** Offsets in the plan. */
  readonly start: number;
  readonly end: number;
}

/** So many promises of a plan are compared. */
const mostPromises = 400;

/** What a plan promises in plain words. What it leaves open, gives as an example or only speaks of is no promise. */
export function planPromises(
  { text }: { readonly text: string },
  segments: readonly Segment[],
  paths: readonly PathMention[],
): readonly PlanPromise[] {
  const promises = [
    ...paths.flatMap((mention) => [...ofPath(text, mention), ...ofMigrationFile(mention)]),
    ...segments.flatMap((segment) =>
      segment.isHeading || segment.content.text.length > longestText
        ? []
        : [...ofNames(segment), ...ofNumbers(segment)],
    ),
  ];
  return promises.slice(0, mostPromises);
}

/** Nobody promises in a paragraph of this length. */
const longestText = 20_000;

const kinds = { creates: 'new-path', modifies: 'changed-path', removes: 'removed-path' } as const;

/** The order itself, right in front of the file: what stands in a table or a list beside such words is mostly another matter. */
const removal =
  /\b(?:delet(?:e|es|ing)|remov(?:e|es|ing)|drop|git rm(?: -r)?)\b(?:\s+(?:the|old|legacy|obsolete|unused|whole|entire|files?|folder|directory|module|both|and)|,|\s+`[^`\n]+`)*\s*[`"([]*$/i;

/** A bare name may be one in any folder. */
function ofPath(
  text: string,
  { intent, isFirm, shape, value, isLink, isFrontMatter, start, end }: PathMention,
): PlanPromise[] {
  const path = shape.type === 'path' ? bare(shape.path) : '';
  if (
    !isFirm ||
    isLink ||
    !path.includes('/') ||
    (intent !== 'creates' && intent !== 'modifies' && intent !== 'removes') ||
    (intent === 'removes' &&
      isFrontMatter !== true &&
      !removal.test(text.slice(Math.max(0, start - 120), start)))
  ) {
    return [];
  }
  return [{ kind: kinds[intent], value: path, shown: value, start, end }];
}

function bare(path: string): string {
  return path.replace(/^(?:\.?\/)+|\/+$/g, '');
}

const migrations =
  /(?:^|\/)(?:[\w-]*migrations?|migrate|alembic\/versions|flyway)(?:\/[\w-]+)*\/V?0*(\d{1,14})(?=[_.-])[^/]*$/i;

function ofMigrationFile({ intent, isFirm, shape, value, start, end }: PathMention): PlanPromise[] {
  const path = shape.type === 'path' && intent === 'creates' && isFirm ? bare(shape.path) : '';
  const number = migrations.exec(path)?.[1];
  return number === undefined
    ? []
    : [
        {
          kind: 'migration',
          value: number,
          folder: path.slice(0, path.lastIndexOf('/')),
          shown: value,
          start,
          end,
        },
      ];
}

const settings =
  'settings?|config(?:uration)? (?:keys?|options?|settings?|values?)|environment variables?|env vars?|feature flags?';
const commands = '(?:cli |sub-?|slash )?commands?|npm scripts?|make targets?|endpoints?|routes?';
/** "Add a setting `queue.limit`", "a new command: `plan-review lint`" */
const before = new RegExp(`\\b(?:(${settings})|(${commands}))(?: (?:named|called))?\\s*:?[\\s*\`"(]*$`, 'i');
/** "Add the `queue.limit` setting" */
const behind = new RegExp(`^[\`*")]{0,3}\\s+(?:(${settings})|(${commands}))\\b`, 'i');

const named = new RegExp(`\\b(?:${settings}|${commands})\\b`, 'i');

/** Settings and commands that a sentence says are made. */
function ofNames(segment: Segment): PlanPromise[] {
  const { content, spans, words } = segment;
  // Few paragraphs have any of these words, and each place in code marks would be looked at.
  if (spans.length === 0 || !named.test(words)) {
    return [];
  }
  return spans.flatMap((span): PlanPromise[] => {
    const value = span.type === 'code' ? span.value.trim() : '';
    if (value === '' || value.length > 80 || isQuoted(words, span.start)) {
      return [];
    }
    const sentence = sentenceBefore(words, span.start);
    const noun = before.exec(sentence) ?? behind.exec(words.slice(span.end, span.end + 40));
    const isSetting = noun?.[1] !== undefined;
    const name = isSetting ? settingName(value) : noun?.[2] === undefined ? undefined : commandName(value);
    return name === undefined || !isMade(sentence)
      ? []
      : [
          {
            kind: isSetting ? 'setting' : 'command',
            value: name,
            shown: value,
            start: sourceOffset(content, span.start),
            end: sourceOffset(content, span.start + value.length - 1) + 1,
          },
        ];
  });
}

function settingName(value: string): string | undefined {
  const name = /^["']?([A-Za-z][\w.-]{2,60})["']?\s*(?:[=:].*)?$/.exec(value)?.[1];
  return name === undefined || /^(?:true|false|null|string|number|boolean)$/i.test(name) ? undefined : name;
}

/** The words of a command without its options and places for values. */
function commandName(value: string): string | undefined {
  const name = value
    .split(/\s+/)
    .filter((word) => !/^(?:-|<|\[|\{|"|')/.test(word))
    .join(' ');
  return name.length >= 3 && /[a-z]/i.test(name) ? name : undefined;
}

/** A verb of taking a port, and the port: "listens on port 9464". */
const ports =
  /\b(?:listen\w*|bind\w*|expos\w+|serv(?:e|es|ed|ing)|reserv\w+)\b[^.;\n]{0,60}?\bport\s*[:=]?\s*`?(\d{2,5})\b/gi;
const numbers = /\bmigration\s+(?:number\s+|no\.?\s+|#)?`?(\d{1,14})\b/gi;

function ofNumbers({ content, words }: Segment): PlanPromise[] {
  if (!/\bport\b|\bmigration\b/i.test(words)) {
    return [];
  }
  const found = (pattern: RegExp, kind: 'port' | 'migration'): PlanPromise[] =>
    [...content.text.matchAll(pattern)].flatMap((match): PlanPromise[] => {
      const value = match[1] ?? '';
      const at = match.index + match[0].lastIndexOf(value);
      const isPromised = isMade(sentenceBefore(content.text, at)) && !isQuoted(words, match.index);
      return isPromised && (kind !== 'port' || Number(value) <= 65_535)
        ? [
            {
              kind,
              value: String(Number(value)),
              shown: value,
              start: sourceOffset(content, at),
              end: sourceOffset(content, at + value.length - 1) + 1,
            },
          ]
        : [];
    });
  return [...found(ports, 'port'), ...found(numbers, 'migration')];
}

function sentenceBefore(words: string, at: number): string {
  const window = words.slice(Math.max(0, at - 200), at);
  const ends = [...window.matchAll(/[.!?;](?=\s)|\n\s*\n/g)];
  const last = ends.at(-1);
  return last === undefined ? window : window.slice(last.index + 1);
}

/** Whether the last word that tells says that something is made here, and does not merely mention it. */
function isMade(sentence: string): boolean {
  const told = findCues(sentence).filter(({ intent, isFirm }) => isFirm || intent !== 'exists');
  return (
    told.at(-1)?.intent === 'creates' &&
    !/\b(?:not|never|without|instead of|rather than|no longer|don['’]t)\b/i.test(sentence) &&
    !/\b(?:existing|current|already)\b/i.test(sentence)
  );
}
