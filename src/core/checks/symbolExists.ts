import type { Claim } from '../domain/claim.ts';
import type { TreePath } from '../ports/files.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';
import { closestName } from './closestName.ts';
import { failureFindings } from './failures.ts';
import { fileTexts } from './fileTexts.ts';
import { claimOf, replacementFixes, type Judgement } from './mention.ts';
import { namedFiles, pathFacts } from './pathFacts.ts';
import { namesIn, plannedNames } from './plannedNames.ts';
import { symbolMentions, type SymbolMention } from './symbolMentions.ts';

/** The definitions that a plan places in a file are in that file. */
export const symbolExists: Check = {
  id: 'symbol-exists',
  title: 'Definitions that the plan places in a file are there',
  tags: ['factuality', 'code'],
  severity: 'major',
  category: 'factuality',
  kinds: 'all',
  modes: ['plan', 'execution'],
  run: async (context) => {
    const mentions = symbolMentions(context);
    if (mentions.length === 0) {
      return { claims: [], findings: [] };
    }
    const placed = await placesOf(context, mentions);
    const missing = placed.filter((place) => place.files.length > 0 && !isThere(place));
    const planned =
      missing.length === 0
        ? new Set<string>()
        : plannedNames(context, new Set(missing.map(({ mention }) => lastName(mention))));
    const claims = placed
      .filter(({ files }) => files.length > 0)
      .map((place) => claimOf(context.document, 'symbol', place.mention, judgeSymbol(place, planned)));
    return { claims, findings: failureFindings(claims, (claim) => claim.value, wording) };
  },
};

/** A file that a definition may stand in; `undefined` in place of what cannot be read. */
interface SourceFile {
  readonly text: string | undefined;
  readonly names: ReadonlySet<string> | undefined;
}

interface Place {
  readonly mention: SymbolMention;
  readonly files: readonly SourceFile[];
}

/** The files that each definition may stand in, each read and taken apart once. */
async function placesOf(
  context: CheckContext,
  mentions: readonly SymbolMention[],
): Promise<readonly Place[]> {
  const facts = await pathFacts(context);
  const read = await fileTexts(context);
  const files = new Map<TreePath, Promise<SourceFile>>();
  const open = (path: TreePath): Promise<SourceFile> => {
    const known = files.get(path);
    if (known !== undefined) {
      return known;
    }
    const file = read(path).then((text) => ({
      text,
      names: text === undefined ? undefined : namesIn(text),
    }));
    files.set(path, file);
    return file;
  };
  return Promise.all(
    mentions.map(async (mention) => ({
      mention,
      files: await Promise.all(namedFiles(facts, mention.path).map(open)),
    })),
  );
}

function lastName({ names, value }: SymbolMention): string {
  return names.at(-1) ?? value;
}

function isThere({ mention, files }: Place): boolean {
  const name = lastName(mention);
  // "`create_media`, `get_media` `_returns_error`" names the end of both.
  const isPart = /^_\w{6,}$/.test(name);
  return files.some(
    ({ names, text }) => names?.has(name) === true || (isPart && text?.includes(name) === true),
  );
}

function judgeSymbol(place: Place, planned: ReadonlySet<string>): Judgement {
  const { mention, files } = place;
  const { intent } = mention;
  if (isThere(place)) {
    return { intent, verdict: 'pass', detail: 'exists' };
  }
  if (intent === 'example' || intent === 'external') {
    const detail = intent === 'example' ? 'an example' : 'not part of this project now';
    return { intent, verdict: 'unverifiable', detail };
  }
  if (intent === 'creates' || planned.has(lastName(mention))) {
    return { intent: 'creates', verdict: 'pass', detail: 'to be created' };
  }
  const read = files.flatMap(({ text, names }) =>
    text === undefined || names === undefined ? [] : [{ text, names }],
  );
  if (read.length < files.length || files.length > mostFiles) {
    const detail = files.length > 1 ? 'several files have this name' : 'the file cannot be read as text';
    return { intent, verdict: 'unverifiable', detail };
  }
  return judgeMissing(mention, read);
}

/** There may be more files of a name than are looked up, and one of those may have it. */
const mostFiles = 9;

function judgeMissing(
  mention: SymbolMention,
  files: readonly { readonly text: string; readonly names: ReadonlySet<string> }[],
): Judgement {
  const { intent, isFirm, names, value } = mention;
  // What stands at a line of the file is named there, wherever it was defined.
  const isPlaced = mention.path.shape.type === 'path' && mention.path.shape.hasLine;
  if (!isPlaced && files.some(({ text }) => passesOn.test(text) || mayInherit(text, names))) {
    return { intent, verdict: 'unverifiable', detail: 'the file may have it from another one' };
  }
  const name = lastName(mention);
  // "`POST /prune` + `usePrune()` (`handler.go`)" names the two ends of a thing.
  if (/^use[A-Z]/.test(name) && !/\.(?:[cm]?[jt]sx?|vue|svelte)$/.test(mention.path.value)) {
    return {
      intent,
      verdict: 'unverifiable',
      detail: 'a hook, and the file is written in another language',
      absent: true,
    };
  }
  // "`TypeError` in `a.py`" happens there.
  if (/(?:Error|Exception|Warning)$/.test(name)) {
    return { intent, verdict: 'unverifiable', detail: 'the file may raise it without naming it' };
  }
  const known = new Set(files.flatMap((file) => [...file.names]));
  const detail =
    files.length === 1 ? 'the file has no such name' : `none of the ${files.length} files has such a name`;
  const closest = closestName(name, known);
  const suggestion = closest?.isSlip === true ? { suggestion: value.replace(name, () => closest.name) } : {};
  return isFirm
    ? { intent, verdict: 'fail', detail, ...suggestion }
    : {
        intent,
        verdict: 'unverifiable',
        absent: true,
        detail: `${detail}, and the plan does not say whether it should`,
        ...suggestion,
      };
}

/** A file that hands on what others define, or that makes its names at run time. */
const passesOn =
  /\bexport\s+\*|\bfrom\s+[\w.]+\s+import\s+\*|\bmodule\.exports\s*=\s*require|^\s*(?:pub\s+)?use\s+[\w:]+::\*|#include\s*"|\bmacro_rules!|\bsetattr\(|\bdefine_method\b/m;
/** Whether a member may come from a class that its own one extends. */
function mayInherit(text: string, names: readonly string[]): boolean {
  const owner = names.at(-2);
  if (owner === undefined || !inherits.test(text)) {
    return false;
  }
  const [declaration] =
    new RegExp(
      String.raw`\b(?:class|struct|interface|record|enum)\s+${owner.replaceAll('$', String.raw`\$`)}\b[^{\n]{0,200}`,
    ).exec(text) ?? [];
  return (
    declaration === undefined ||
    /\b(?:extends|implements|include|mixin)\b|[(<]|:\s*\w/.test(declaration) ||
    /\bimpl\b/.test(text)
  );
}

const inherits = /\b(?:extends|implements|include|mixin|impl)\b|\bclass\s+\w+\s*[(:<]|\bObject\.assign\(/;

function wording(claim: Claim): Omit<CheckFindingText, 'range'> {
  const suggestion =
    claim.suggestion === undefined ? '' : ` The file has \`${claim.suggestion}\`, which may be meant.`;
  return {
    title: `No such definition: ${claim.value}`,
    observation: `The plan places \`${claim.value}\` in a file that is there and has no such name in it.`,
    concern:
      'Whoever carries the plan out will look for code that is not there, or that is called otherwise.',
    recommendation: `Name what the file has, or say that the plan adds it.${suggestion}`,
    ...replacementFixes(claim),
  };
}
