import type { CheckContext } from './check.ts';
import { mentionAt, nearIntent, type Mention } from './mention.ts';
import { isQuoted, type Segment } from './segments.ts';
import { segmentsWith, sign } from './signs.ts';

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
export function packageMentions(context: CheckContext): PackageMention[] {
  return segmentsWith(context, signs).flatMap((segment) =>
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

/** What calls a name a package, or says that it is there now. */
const signs = sign(
  ...'package librar dependenc crate gem existing already current installed present today'.split(' '),
);

const packageName =
  /^((?:@[a-z\d~-][\w.-]{0,60}\/)?[a-z\d][\w.-]{0,80})(?:@(?:[\^~][\d.]+|v?(\d+(?:\.\d+){0,2})))?$/;

/** "`package.json` dependencies" names a file. */
const isFile = /\.(?:jsonc?|ya?ml|toml|txt|lock|md|cfg|mod|ts|mjs|cjs|py|rs|go)$/;

const nounBehind =
  /^[`*]{1,3}\s+(?:(?:npm|pypi|python|node|runtime|dev|third-party|external|open-source)\s+)?(?:packages?|librar(?:y|ies)|dependenc(?:y|ies)|crates?|gems?)\b(?!-|\s+manager)/i;
const nounBefore = /\b(?:package|library|dependency|crate|gem)\s+[`*]{1,3}$/i;
const versionBehind =
  /^[`*]{1,3}\s+(?:version\s+)?v?(\d+(?:\.\d+){0,2})(?:\.x)?(?![\w.]*\d|[%\w]|\s*(?:times|ms|days|hours|files|lines|tests|places|other|more))/i;

/** "no `a` crate", and "the classes of the `a` package", which is one of the project's own. */
const isOfCode =
  /\b(?:no|without|lacks?)\s+[`*]{1,3}$|\b(?:class(?:es)?|interfaces?|types?|records?|enums?)\b[^.;]*\b(?:from|in|of)\s+(?:the\s+)?[`*]{1,3}$/i;

/** Words that say that a package is there now. */
const present = /\b(?:existing|already|current(?:ly)?|(?<!not )installed|at present|today)\b/i;
/** The same right in front of the name: what is "already proven" may be anything. */
const presentBefore =
  /\b(?:existing|currently (?:on|using|uses?)|(?<!not )installed|current(?:ly)?|already (?:uses?|using|has|have|on))\s+(?:the\s+)?(?:[\w-]+\s+){0,2}[`*]{1,3}$/i;
/** "the `zod` dependency is missing" */
const missing =
  /^[`*]{1,3}\s+(?:\w+\s+)?(?:is\s+)?(?:missing|absent|not installed)\b|^[^.;\n]{0,60}\bor\s+(?:add|install|use)\b/i;
/** "`zod` is already a dependency", "`zod` library (already installed)", "`zod` v4 is installed" */
const presentBehind =
  /^[`*]{1,3}:?\s*\(?(?:(?!not\b|no\b|never\b|isn|if\b|when\b|once\b|unless\b)\w+\s){0,2}?(?:v?[\d.]+\s)?(?:(?!not\b|if\b|when\b|once\b|unless\b)\w+\s)?\(?(?:,?\s?which\s)?(?:(?:is|are)\s+)?(?:(?:already|currently)(?=\s*(?:[.,;:)]|$|(?:in|a|an|installed|available|present|listed|there|used|declared|part|pulled)\b))|installed\b|(?:is|are)\s+installed\b)/i;
/** Words behind a name that only a package has: "already in the dependencies", "already in `package.json`". */
const listedBehind = new RegExp(
  String.raw`^[\`*]{1,3}:?\s*[(,—–-]?\s*(?:v?[\d.]+\s)?(?:(?:which\s)?(?:is|are)\s+)?(?:already|currently)\s+(?:listed\s+)?(?:a\s+(?:\w+\s+)?dep(?:endency)?\b|(?:in|among)\s+(?:the\s+|our\s+)?(?:\w+\s+)?(?:dependencies|lock ?file|manifest))`,
  'i',
);
/** "if `zod` is installed", "requires `zod`, installed": what has to be, and may not be. */
const conditional =
  /\b(?:if|when|once|whether|unless|until|ensure|verify|make sure|check|must|should|needs?|requires?|assum\w+|not|no|with|without)\b/i;

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
  const clause = before.slice(
    Math.max(before.lastIndexOf('.'), before.lastIndexOf(';'), before.lastIndexOf('\n')) + 1,
  );
  const isListed = listedBehind.test(behind);
  const isInstalled = presentBehind.test(behind) && !conditional.test(clause);
  // Only packages have a scope in front of their names.
  const isScoped = isInstalled && span.name.startsWith('@');
  const isCalled =
    isListed || isScoped || nounBefore.test(before) || (nounBehind.test(behind) && !isOfCode.test(clause));
  const version = span.version ?? versionBehind.exec(behind)?.[1];
  // The dependencies that code is handed (`get_current_user`) are called so too.
  const isHanded = /_|^[a-z]+[A-Z]/.test(span.name) && /^[`*]{1,3}\s+dependenc/i.test(behind);
  const isPresent = !isHanded && !missing.test(behind) && (present.test(clause) || isListed || isInstalled);
  if (!isCalled && (version === undefined || !isPresent)) {
    return undefined;
  }
  const isSaidOfIt = isListed || isInstalled || version !== undefined || presentBefore.test(before);
  const near = nearIntent(segment, span.start, span.end);
  const isHeld = near.intent === 'exists' || near.intent === 'modifies';
  return {
    ...mentionAt(segment, span, isHeld ? { intent: near.intent, isFirm: isPresent && isSaidOfIt } : near),
    // `http_client.Session` is a class of the package.
    name: span.name.replace(/\.[A-Z]\w*$/, ''),
    isCalled,
    version: isPresent && !change.test(clause) ? version : undefined,
  };
}
