import { platform } from 'node:process';
import { distance } from 'fastest-levenshtein';
import { PlanReviewError } from './base/errors.ts';
import { builtInRules, runChecks } from './checks/runChecks.ts';
import { mergeSettings, type CheckSettings } from './checks/settings.ts';
import { definitionRule, type Definitions } from './documentChecks/definition.ts';
import { documentChecks } from './documentChecks/documentChecks.ts';
import { readDefinitions } from './documentChecks/readDefinitions.ts';
import type { CheckProblem, PlanCheck } from './domain/checkReport.ts';
import type { Tree } from './openTree.ts';
import { checkPlan, type RunChecks, type RunOptions } from './pipeline/checkPlan.ts';
import { findPlan, isInFolder } from './pipeline/findPlan.ts';
import type { ReadPlan } from './pipeline/readPlan.ts';
import { rememberedChecks } from './pipeline/rememberedChecks.ts';
import type { CheckCatalogue, PlanReview } from './planReview.ts';
import type { CacheSession } from './ports/checkCache.ts';
import type { Git } from './ports/git.ts';
import type { Logger } from './ports/logger.ts';
import { createCheckCache } from './store/checkCache.ts';
import { createConsents } from './store/consents.ts';
import { nodeFileOps } from './store/nodeFileOps.ts';
import {
  createDefinitionFiles,
  readSettingsFile,
  SETTINGS_PATH,
  type SettingsOnDisk,
} from './store/workspaceFiles.ts';
import { createCommandRunner } from './system/commandRunner.ts';
import { patternMatcher } from './system/patternMatcher.ts';
import { createStamps } from './system/stamps.ts';
import { systemClock } from './system/systemClock.ts';
import { uniqueSuffix } from './system/uniqueSuffix.ts';
import { indexLines, rangeOf } from './text/lineIndex.ts';
import type { PlanDocument } from './text/planDocument.ts';

/** What wiring the checks needs. */
export interface CheckWiring {
  readonly root: string;
  readonly isTrusted: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The editor's settings, which go before those of the workspace's file. */
  readonly settings: Partial<CheckSettings> | undefined;
  readonly stateFolder: string | undefined;
  readonly logger: Logger | undefined;
  /** The files and the history that plans speak about. */
  readonly tree: () => Promise<Tree>;
}

/** The parts of the façade that are about checks. */
export interface Checking extends Pick<
  PlanReview,
  'findPlan' | 'catalogue' | 'agreeToCommand' | 'revokeConsent'
> {
  readonly run: RunChecks;
  /** Runs the checks over what `read` gives and numbers what they find. What was checked before costs little. */
  readonly check: (read: () => Promise<ReadPlan>, options: RunOptions) => Promise<PlanCheck>;
  /** The settings that hold now. */
  readonly settings: () => Promise<CheckSettings>;
  /** Whether a path, relative to the workspace folder, lies where the workspace keeps its plans. */
  readonly isInPlanFolder: (path: string) => Promise<boolean>;
}

/** Wires the checks, built-in and the workspace's own, with their settings, consents and cache. Reads nothing yet. */
export function wireChecks(wiring: CheckWiring): Checking {
  const { root, isTrusted, environment } = wiring;
  const onDisk = { root, ops: nodeFileOps, clock: systemClock, uniqueSuffix, logger: wiring.logger };
  const runner = createCommandRunner({ folder: root, environment, platform });
  const consents = createConsents({ ...onDisk, stateFolder: wiring.stateFolder });
  const cache = createCheckCache(onDisk);
  const stamps = createStamps({ root, environment, clock: systemClock });
  const files = createDefinitionFiles(onDisk);
  const definitions = async (): Promise<Definitions> =>
    readDefinitions(await files.read(), {
      matcher: isTrusted ? patternMatcher : undefined,
      taken: new Set([...builtInRules().map(({ id }) => id), definitionRule.id]),
      unsupported: runner.unsupported,
    });

  const runAll = async (
    document: PlanDocument,
    { tree, own, settings }: { tree: CheckedTree; own: Definitions; settings: CheckSettings },
    { commands = 'run', ...options }: RunOptions,
  ): ReturnType<RunChecks> => {
    let session: Promise<CacheSession> | undefined;
    const hashes = new Set(own.valid.map(({ sha256 }) => sha256));
    const ownChecks = documentChecks(own.valid, {
      isTrusted,
      runner,
      consents,
      matcher: patternMatcher,
      stamps,
      commands,
      cache: () => (session ??= cache.open(hashes)),
    });
    const result = await runChecks({ ...tree, settings, ownChecks }, document, options);
    await (await session)?.close();
    return result;
  };
  const remembered = rememberedChecks<CheckedTree>();

  return {
    run: async (document, options) => {
      const [tree, own, { settings }] = await Promise.all([
        wiring.tree(),
        definitions(),
        currentSettings(wiring),
      ]);
      return runAll(document, { tree: { ...tree, git: tree.seen }, own, settings }, options);
    },
    check: async (read, options) => {
      // While the plan is read, a process looks for the tree.
      const opening = wiring.tree().then((tree): CheckedTree => ({ ...tree, git: tree.seen }));
      const [plan, own, { settings }] = await Promise.all([
        read(),
        definitions(),
        currentSettings(wiring),
        // Whoever needs the tree gets to hear why there is none.
        opening.catch(() => undefined),
      ]);
      const runWith = (tree: CheckedTree): Promise<PlanCheck> =>
        checkPlan((document, asked) => runAll(document, { tree, own, settings }, asked), plan, options);
      // What a command says of the world is not among the questions that can be asked again.
      return own.valid.length > 0
        ? await runWith(await opening)
        : await remembered({
            key: keyOf(plan, settings, options),
            surroundings: opening,
            run: runWith,
            signal: options.signal,
          });
    },
    findPlan: async (id, signal) => {
      const [tree, { settings }] = await Promise.all([wiring.tree(), currentSettings(wiring)]);
      return findPlan({ ...tree, planFolders: settings.planFolders, distance }, id, signal);
    },
    settings: async () => (await currentSettings(wiring)).settings,
    isInPlanFolder: async (path) => isInFolder(path, (await currentSettings(wiring)).settings.planFolders),
    catalogue: async () => {
      const [own, { file }] = await Promise.all([definitions(), currentSettings(wiring)]);
      return catalogueOf(own, file, (sha256) => consents.isAgreed(sha256));
    },
    agreeToCommand: async (check, sha256) => {
      if (!isTrusted) {
        throw new PlanReviewError({
          code: 'not-trusted',
          message: 'This workspace is not trusted, and no command of it is run.',
          wayOut: 'Trust the workspace first.',
        });
      }
      const { valid } = await definitions();
      if (!valid.some((definition) => definition.id === check && definition.sha256 === sha256)) {
        throw new PlanReviewError({
          code: 'check-not-found',
          message: `There is no definition of a check "${check}" with the text that was agreed to.`,
          wayOut: 'Read it again: it was changed or taken away meanwhile.',
        });
      }
      await consents.agree({ subject: check, sha256 });
    },
    revokeConsent: (check) => consents.revoke(check),
  };
}

/** A tree whose `git` is what was seen when it was opened. */
type CheckedTree = Omit<Tree, 'git' | 'seen'> & { readonly git: Git };

/** All that the verdicts of the built-in checks rest on, besides what the tree and the repository answer. */
function keyOf(
  { path, revision }: Pick<ReadPlan, 'path' | 'revision'>,
  settings: CheckSettings,
  { mode, beside = [] }: RunOptions,
): string {
  return JSON.stringify([path, revision, mode, beside, settings]);
}

async function currentSettings(
  wiring: CheckWiring,
): Promise<{ settings: CheckSettings; file: SettingsOnDisk | undefined }> {
  const file = await readSettingsFile({ root: wiring.root, ops: nodeFileOps });
  return { settings: mergeSettings(file?.settings, wiring.settings), file };
}

async function catalogueOf(
  own: Definitions,
  settings: SettingsOnDisk | undefined,
  isAgreed: (sha256: string) => Promise<boolean>,
): Promise<CheckCatalogue> {
  const rules = [
    ...builtInRules(),
    definitionRule,
    ...own.valid.map(({ id, title, severity, path }) => ({
      id,
      title,
      severity,
      tags: ['documented'],
      category: 'factuality' as const,
      origin: path,
    })),
  ];
  const commands = await Promise.all(
    own.valid.map(async ({ id, title, path, line, command, sha256 }) => ({
      check: id,
      title,
      path,
      line,
      command,
      sha256,
      isAgreed: await isAgreed(sha256),
    })),
  );
  const known = new Set(rules.map(({ id }) => id));
  return { rules, commands, problems: [...settingsProblems(settings, known), ...own.problems] };
}

/** Severities of checks that there are not: a slip of the pen would leave a check on that somebody turned off. */
function settingsProblems(file: SettingsOnDisk | undefined, known: ReadonlySet<string>): CheckProblem[] {
  const unknown = Object.keys(file?.settings.severities ?? {}).filter((id) => !known.has(id));
  return unknown.map((id) => {
    const text = file?.text ?? '';
    const name = JSON.stringify(id);
    const at = Math.max(0, text.indexOf(name));
    return {
      path: SETTINGS_PATH,
      check: definitionRule.id,
      severity: 'minor',
      category: definitionRule.category,
      title: `Severity of an unknown check: ${id}`,
      observation: `The settings give a severity to \`${id}\`, and there is no check called that.`,
      concern: 'The setting has no effect.',
      recommendation: 'Name a check that there is, or take the setting out.',
      range: rangeOf(indexLines(text), at, at + name.length),
    };
  });
}
