import type { CheckContext } from './check.ts';
import { mentionAt, nearIntent, type Mention } from './mention.ts';
import { isQuoted, type Segment } from './segments.ts';

/** A package that the plan names as one. */
export interface PackageMention extends Mention {
  readonly name: string;
  /** The version that the plan says is in use: `4`, `4.1`. */
  readonly version: string | undefined;
  /** Whether words call it a package; otherwise it is one only if a manifest has it: "currently `zod` 4". */
  readonly isCalled: boolean;
}

/**
 * The packages that a plan calls so: "the existing `zod` dependency", "the `p-limit` package", "currently `zod` 4". A
 * name that nothing calls a package is left alone, and so is an import in a code block.
 */
export function packageMentions({ segments }: CheckContext): PackageMention[] {
  return segments.flatMap((segment) =>
    segment.spans.flatMap((span) => {
      const found = span.type === 'code' ? packageName.exec(span.value) : null;
      const name = found?.[1];
      if (found === null || name === undefined || isFile.test(name) || isQuoted(segment.words, span.start)) {
        return [];
      }
      const mention = mentionOf(segment, { ...span, name, version: found[2] });
      return mention === undefined ? [] : [mention];
    }),
  );
}

const packageName = /^((?:@[a-z\d~-][\w.-]{0,60}\/)?[a-z\d][\w.-]{0,80})(?:@[\^~]?v?(\d+(?:\.\d+){0,2}))?$/;

/** "`package.json` dependencies" names a file. */
const isFile = /\.(?:jsonc?|ya?ml|toml|txt|lock|md|cfg|mod|ts|mjs|cjs|py|rs|go)$/;

const nounBehind =
  /^[`*]{1,3}\s+(?:(?:npm|pypi|python|node|runtime|dev|third-party|external|open-source)\s+)?(?:packages?|librar(?:y|ies)|dependenc(?:y|ies)|crates?|gems?)\b/i;
const nounBefore = /\b(?:package|library|dependency|crate|gem)\s+[`*]{1,3}$/i;
const versionBehind =
  /^[`*]{1,3}\s+(?:version\s+)?v?(\d+(?:\.\d+){0,2})(?:\.x)?(?![\w.]*\d|[%\w]|\s*(?:times|ms|days|hours|files|lines|tests|places|other|more))/i;

/** Words that say that a package is there now. */
const present = /\b(?:existing|already|current(?:ly)?|installed|at present|today)\b/i;
/** Words that speak of another version than the present one. */
const change =
  /\b(?:upgrad\w*|bump\w*|migrat\w*|updat\w*|mov\w+|switch\w*|pin\w*|install(?:ing)?|add\w*|rais\w+|requires?|supports?|at least|minimum|newer|latest|target\w*|to|from|since|until|before|after|was|were|or)\b/i;

interface Named {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  readonly name: string;
  readonly version: string | undefined;
}

function mentionOf(segment: Segment, span: Named): PackageMention | undefined {
  const { words } = segment;
  const before = words.slice(Math.max(0, span.start - 60), span.start);
  const behind = words.slice(span.end, span.end + 80);
  const isCalled = nounBehind.test(behind) || nounBefore.test(before);
  const version = span.version ?? versionBehind.exec(behind)?.[1];
  const clause = before.slice(
    Math.max(before.lastIndexOf('.'), before.lastIndexOf(';'), before.lastIndexOf('\n')) + 1,
  );
  // The dependencies that code is handed (`get_current_user`) are called so too.
  const isPresent =
    !span.name.includes('_') &&
    (present.test(clause) ||
      /^[`*]{1,3}\s+(?:(?:\w+|v?[\d.]+)\s+)?(?:is|are)\s+(?:already|currently)\b/i.test(behind));
  if (!isCalled && (version === undefined || !isPresent)) {
    return undefined;
  }
  const near = nearIntent(segment, span.start, span.end);
  const isHeld = near.intent === 'exists' || near.intent === 'modifies';
  return {
    ...mentionAt(segment, span, isHeld ? { intent: near.intent, isFirm: isPresent } : near),
    name: span.name,
    isCalled,
    version: isPresent && !change.test(clause) ? version : undefined,
  };
}
