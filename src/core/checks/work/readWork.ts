import type { ExecutionStatus } from '../../domain/execution.ts';
import type {
  MissingTarget,
  PlannedCommand,
  PlannedCriterion,
  PlannedPath,
  PlannedStep,
  PlannedWork,
} from '../../domain/plannedWork.ts';
import { sourceOffset, type Content } from '../../text/content.ts';
import { frontMatterValue } from '../../text/frontMatter.ts';
import { offsetAt, rangeOf } from '../../text/lineIndex.ts';
import { plainText } from '../../text/plainText.ts';
import type { PlanDocument } from '../../text/planDocument.ts';
import { titleLine } from '../../text/planDocument.ts';
import { ownBranchKeys } from '../branchExists.ts';
import type { CheckContext } from '../check.ts';
import { filesTouched } from '../fileLists.ts';
import { sharesFiles } from '../globs.ts';
import { packageJsons } from '../packageJson.ts';
import type { PathMention } from '../pathMention.ts';
import { pathMentions } from '../pathMentions.ts';
import { pathShape } from '../pathShape.ts';
import { plannedScripts } from '../plannedScripts.ts';
import { ownIds } from '../planIndex.ts';
import { candidatePaths, rootedPaths } from '../resolvePath.ts';
import type { CheckDeps } from '../runChecks.ts';
import { scriptCall } from '../scriptCommands.ts';
import { roleReader } from '../sectionRoles.ts';
import { readSegments, type Segment } from '../segments.ts';
import { defaultCheckSettings } from '../settings.ts';
import { onceEach, promiseOf, stepAt, stepPlaces, tick, withChanges } from './steps.ts';
import { validationCommands, type GivenCommand } from './validationCommands.ts';

/**
 * Reads what a plan says is to be done: its steps with the files that they touch, what it relies on, and how its work is to be
 * validated. Of the repository it looks only at what commands need.
 */
export async function readWork(
  deps: CheckDeps,
  document: PlanDocument,
  signal: AbortSignal | undefined,
): Promise<PlannedWork> {
  const segments = readSegments(document);
  const paths = pathMentions(document, segments);
  const context: CheckContext = {
    document,
    segments,
    paths,
    settings: deps.settings ?? defaultCheckSettings,
    files: deps.files,
    git: deps.git,
    workspacePrefix: deps.workspacePrefix,
    beside: [],
    signal,
  };
  const places = stepPlaces(document);
  const labelled = labelledFiles(segments);
  const mentions = paths.map((mention) =>
    mention.intent === 'exists' && labelled.has(mention.start) && stepAt(places, mention.start) !== undefined
      ? ({ ...mention, intent: 'modifies', isFirm: true } as const)
      : mention,
  );
  const changes = mentions.filter(isChange).map((mention) => ({
    ...plannedPath(context, mention),
    start: mention.start,
  }));
  const steps = withChanges(places, changes);
  const listed = new Set(filesTouched(context).map(({ start }) => start));
  const changed = new Set(changes.map(({ value }) => bare(value)));
  return {
    branch: branchOf(document),
    ids: ownIds(context).map(({ family, number }) => `${family}-${number.toUpperCase()}`),
    status: statusOf(document),
    steps: [...steps, ...restOf(document, { steps, changes, listed })],
    reliedOn: onceEach(
      mentions
        .filter(({ intent, isLink, value }) => intent === 'exists' && !isLink && !changed.has(bare(value)))
        .map((mention) => plannedPath(context, mention))
        .filter(({ paths: candidates }) => candidates.length > 0),
    ),
    names: namedIn(context),
    commands: await commandsOf(context, changed),
    criteria: criteriaOf(context, mentions),
    title: titleRange(document),
  };
}

function isChange({ intent, shape, isLink }: PathMention): boolean {
  return (
    (intent === 'creates' || intent === 'modifies' || intent === 'removes') &&
    shape.type === 'path' &&
    !isLink
  );
}

function bare(value: string): string {
  return value.replace(/^(?:\.?\/)+|\/+$/g, '');
}

function plannedPath(context: CheckContext, mention: PathMention): PlannedPath {
  const { value, shape, intent, isFirm, start, end } = mention;
  const places = { planPath: context.document.path, workspacePrefix: context.workspacePrefix };
  const path = 'path' in shape ? shape.path : '';
  return {
    value,
    intent,
    isFirm,
    paths: path === '' ? [] : intent === 'exists' ? candidatePaths(path, places) : rootedPaths(path, places),
    isDirectory: shape.type === 'path' && shape.isDirectory,
    range: rangeOf(context.document.lines, start, end),
  };
}

const label = /(?:^|[\s*_-])(?:files?|target|path|module|location|where)\*{0,2}:\*{0,2}[\s`*[(]*$/i;

/** Where the plan's offsets of files stand that a line announces: "**File**: `src/a.ts`". */
function labelledFiles(segments: readonly Segment[]): ReadonlySet<number> {
  const starts = new Set<number>();
  for (const { content, spans, words } of segments) {
    for (const { type, start } of spans) {
      const line = words.slice(words.lastIndexOf('\n', start - 1) + 1, start);
      if (type === 'code' && label.test(line.replaceAll('\u{fffc}', ' '))) {
        const inner = /^`+\s?/.exec(content.text.slice(start))?.[0].length ?? 0;
        starts.add(sourceOffset(content, start));
        starts.add(sourceOffset(content, start + inner));
      }
    }
  }
  return starts;
}

/** What a plan's lists say it touches and no step names; all that it says it touches, where it has no steps. */
function restOf(
  document: PlanDocument,
  {
    steps,
    changes,
    listed,
  }: {
    readonly steps: readonly PlannedStep[];
    readonly changes: readonly (PlannedPath & { readonly start: number })[];
    readonly listed: ReadonlySet<number>;
  },
): PlannedStep[] {
  const known = steps.flatMap((step) => step.changes.map(({ value }) => bare(value)));
  const isKnown = (value: string): boolean =>
    known.some(
      (path) => path === bare(value) || path.endsWith(`/${bare(value)}`) || bare(value).endsWith(`/${path}`),
    );
  const rest = onceEach(
    changes
      .filter(({ start, value }) => (listed.has(start) || steps.length === 0) && !isKnown(value))
      .map((change) => promiseOf(change)),
  );
  const [first] = rest;
  const roots = steps.filter(({ id }) => !id.includes('.')).length;
  return first === undefined
    ? []
    : [
        {
          id: String(roots + 1),
          title:
            steps.length === 0
              ? 'What the plan says it changes'
              : 'Files that the plan lists beside its steps',
          range: first.range,
          isTicked: null,
          changes: rest,
        },
      ];
}

/** Whether the plan names a path for whatever purpose. */
function namedIn(context: CheckContext): (path: string) => boolean {
  const { paths, document, workspacePrefix } = context;
  const places = { planPath: document.path, workspacePrefix };
  const exact = new Set<string>();
  const ends = new Set<string>();
  const patterns: string[] = [];
  for (const { shape, value } of paths) {
    if (shape.type === 'pattern') {
      patterns.push(...[value, workspacePrefix + value].map(bare));
    } else if ('path' in shape) {
      candidatePaths(shape.path, places).forEach((path) => exact.add(path));
      ends.add(bare(shape.path));
    }
  }
  const stated = patterns.slice(0, 200);
  return (path) => {
    const parts = path.split('/');
    return (
      parts.some(
        (_, at) => exact.has(parts.slice(0, at + 1).join('/')) || ends.has(parts.slice(at).join('/')),
      ) || stated.some((pattern) => sharesFiles(pattern, path))
    );
  };
}

const statuses: readonly (readonly [RegExp, ExecutionStatus])[] = [
  [/^(?:executed|done|completed?|implemented|finished|shipped|merged|delivered|released)\b/i, 'executed'],
  [/^(?:executing|in[- ]progress|started|active|ongoing|wip|working|implementing)\b/i, 'executing'],
  [/^(?:planned|draft|proposed|ready|approved|accepted|todo|new|open|pending)\b/i, 'planned'],
];

function statusOf({ frontMatter }: PlanDocument): ExecutionStatus | undefined {
  const stated = frontMatterValue(frontMatter, 'status')?.trim() ?? '';
  return statuses.find(([pattern]) => pattern.test(stated))?.[1];
}

/** "**Branch**: `feature/x`" near the top. */
const branchLine =
  /^[\s>|*_-]*(?:(?:git|feature|work(?:ing)?) )?branch[\s*_]*[:|][\s*_|]*`?([\w][\w./-]*[\w])`?/im;
const head = 3_000;

function branchOf({ frontMatter, text }: PlanDocument): string | undefined {
  const stated = frontMatter?.values.find(({ key }) => ownBranchKeys.test(key))?.value.trim();
  const name = stated ?? branchLine.exec(text.slice(0, head))?.[1];
  return name === undefined ||
    /^(?:none|null|tbd|n\/a|main|master|trunk|develop)$/i.test(name) ||
    /[\s<>{}]/.test(name)
    ? undefined
    : name;
}

function titleRange(document: PlanDocument): PlannedWork['title'] {
  const line = titleLine(document);
  const start = offsetAt(document.lines, { line, column: 1 });
  const end = document.text.slice(start).search(/\r?\n|\r|$/);
  return rangeOf(document.lines, start, start + Math.max(0, end));
}

function criteriaOf(context: CheckContext, mentions: readonly PathMention[]): readonly PlannedCriterion[] {
  const role = roleReader();
  return context.segments
    .filter(
      (segment) =>
        role(segment) === 'criteria' &&
        !segment.isHeading &&
        segment.row === '' &&
        segment.words.length <= 400 &&
        !/:\W*$/.test(segment.words.slice(-6)),
    )
    .flatMap(({ content }) => linesOf(content))
    .filter(({ text }) => /\w/.test(text) && !/\?\W*$/.test(text))
    .slice(0, 100)
    .map(({ text, source, start, end }) => ({
      text,
      range: rangeOf(context.document.lines, start, end),
      isTicked: tick(source),
      paths: mentions
        .filter((mention) => mention.start >= start && mention.start < end && mention.shape.type === 'path')
        .map((mention) => plannedPath(context, mention)),
    }));
}

/** A criterion, or each line of several that begin with a mark of their own: "✅ Two modes work". */
function linesOf(content: Content): readonly {
  readonly text: string;
  readonly source: string;
  readonly start: number;
  readonly end: number;
}[] {
  const lines = content.text.split('\n');
  const isMarked = lines.length > 1 && lines.every((line) => /^\s*(?:[✅✔☑☐□❌⬜]|\[[ xX]\])/u.test(line));
  let at = 0;
  return (isMarked ? lines : [content.text]).map((source) => {
    const from = at;
    at += source.length + 1;
    const text = plainText(source.replace(/^\s*(?:\[[ xX]\]|[✅✔☑☐□❌⬜]\u{fe0f}?)\s*/u, ''))
      .replaceAll(/\*\*|__/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim();
    return {
      text,
      source,
      start: sourceOffset(content, from),
      end: sourceOffset(content, from + Math.max(0, source.length - 1)) + 1,
    };
  });
}

async function commandsOf(
  context: CheckContext,
  changed: ReadonlySet<string>,
): Promise<readonly PlannedCommand[]> {
  const given = validationCommands(context.document, context.segments);
  return Promise.all(
    given.map(async ({ command, range, program, isOptional, words }) => ({
      command,
      range,
      program,
      isOptional,
      missing: await missingFor(context, { words, program }, changed),
    })),
  );
}

async function missingFor(
  context: CheckContext,
  { words, program }: Pick<GivenCommand, 'words' | 'program'>,
  changed: ReadonlySet<string>,
): Promise<MissingTarget | undefined> {
  if (program === undefined) {
    return undefined;
  }
  return (
    (await missingScript(context, program, words.slice(1))) ?? (await missingFile(context, words, changed))
  );
}

/** A script that the workspace's `package.json` has not, and no other of the repository either. */
async function missingScript(
  context: CheckContext,
  program: string,
  words: readonly string[],
): Promise<MissingTarget | undefined> {
  if (!/^(?:npm|pnpm|yarn|bun)$/.test(program)) {
    return undefined;
  }
  const call = scriptCall({ program, folder: '', words: words.map((text) => ({ text, start: 0 })) });
  if (call === undefined || call.isElsewhere || call.mayBeProgram || call.folder !== '') {
    return undefined;
  }
  const name = call.word.text;
  const { all, isIncomplete } = await packageJsons(context);
  return all.length === 0 || isIncomplete || all.some(({ scripts }) => scripts.has(name))
    ? undefined
    : {
        detail: `no package.json has a script "${name}"`,
        isPlanned: plannedScripts(context, new Set([name])).has(name),
      };
}

const interpreters = /^(?:node|deno|bun|python3?|pytest|bash|sh|ruby|php|tsx|ts-node|vitest|jest|mocha)$/;

/** A script or a test that a program is to run. */
async function missingFile(
  context: CheckContext,
  words: readonly string[],
  changed: ReadonlySet<string>,
): Promise<MissingTarget | undefined> {
  const from = /^(?:npx|bunx)$/.test(words[0] ?? '') ? 1 : 0;
  const program = words[from] ?? '';
  const isScript = /^\.{0,2}\/?[\w.-]+\//.test(program) && !program.startsWith('/');
  const named = isScript ? [program] : interpreters.test(program) ? words.slice(from + 1) : [];
  for (const word of named) {
    const path = word.replace(/::.*$/, '');
    const shape = pathShape(path);
    if (shape.type !== 'path' || shape.isDirectory || shape.hasLine || !path.includes('/')) {
      continue;
    }
    const places = rootedPaths(shape.path, {
      planPath: context.document.path,
      workspacePrefix: context.workspacePrefix,
    });
    const kinds = await context.files.kinds(places, context.signal);
    if (places.length > 0 && places.every((place) => kinds.get(place) === 'missing')) {
      return {
        detail: `there is no file ${path}`,
        isPlanned: [...changed].some((value) => bare(path).endsWith(value) || value.endsWith(bare(path))),
      };
    }
  }
  return undefined;
}
