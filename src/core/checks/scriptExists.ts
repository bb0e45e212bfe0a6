import { distance } from 'fastest-levenshtein';
import { normalizePath } from '../base/normalizePath.ts';
import { once } from '../base/once.ts';
import type { Claim, Intent } from '../domain/claim.ts';
import type { TreePath } from '../ports/files.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';
import { closestName, isSwap } from './closestName.ts';
import { failureFindings } from './failures.ts';
import { isKnownLanguage } from './knownLanguage.ts';
import { makefiles, type Makefiles } from './makefiles.ts';
import { claimOf, replacementFixes, type Judgement } from './mention.ts';
import { packageJsons, type PackageJson, type PackageJsons } from './packageJson.ts';
import { neighbourPlan } from './neighbourPlans.ts';
import { plansNaming } from './otherPlans.ts';
import { arrangedTree } from './pathFacts.ts';
import { plannedScripts } from './plannedScripts.ts';
import type { ScriptCall } from './scriptCommands.ts';
import { scriptMentions, type ScriptMention } from './scriptMentions.ts';
import type { Tree } from './tree.ts';

/** The scripts and targets that a plan's commands run are defined. */
export const scriptExists: Check = {
  id: 'script-exists',
  title: 'Scripts and make targets that the plan runs exist',
  tags: ['factuality', 'commands'],
  severity: 'major',
  category: 'factuality',
  kinds: 'all',
  modes: ['plan', 'execution'],
  run: async (context) => {
    const mentions = await scriptMentions(context);
    if (mentions.length === 0) {
      return { claims: [], findings: [] };
    }
    const known: Facts = {
      packages: await packageJsons(context),
      makefiles: await makefiles(context),
      tree: await arrangedTree(context),
      planned: new Set(),
      workspacePrefix: context.workspacePrefix,
      inKnownLanguage: once(() => isKnownLanguage(context.document.text)),
    };
    const missing = mentions.filter((mention) => findCall(mention, known) === undefined);
    const facts =
      missing.length === 0
        ? known
        : { ...known, planned: plannedScripts(context, new Set(missing.map(({ value }) => value))) };
    const judged = mentions.map((mention) => ({ mention, judgement: judgeScript(mention, facts) }));
    const final = await withoutExpected(context, judged);
    const claims = final.map(({ mention, judgement }) =>
      claimOf(context.document, 'script', mention, judgement),
    );
    return { claims, findings: failureFindings(claims, (claim) => claim.value, wording) };
  },
};

interface JudgedScript {
  readonly mention: ScriptMention;
  readonly judgement: Judgement;
}

/**
 * What is missing and like nothing else may be work to come: another plan of the series adds it, or so much is missing that the
 * project, or this part of it, is yet to be set up.
 */
async function withoutExpected(
  context: CheckContext,
  judged: readonly JudgedScript[],
): Promise<readonly JudgedScript[]> {
  const isStrange = ({ mention, judgement }: JudgedScript): boolean =>
    judgement.verdict === 'fail' && !isSlipOf(mention.value, judgement.suggestion);
  const strange = namesOf(judged.filter(isStrange));
  if (strange.size === 0) {
    return judged;
  }
  const found = namesOf(judged.filter(({ judgement }) => judgement.verdict === 'pass'));
  const isAlone = found.size >= (strange.size - 1) * fewestFound;
  const others = isAlone ? await addedByOthers(context, strange) : new Map<string, TreePath>();
  return judged.map((each) => {
    const other = others.get(each.mention.value);
    if (!isStrange(each) || (isAlone && other === undefined)) {
      return each;
    }
    const detail = isAlone
      ? `is not there; ${other ?? ''} adds it`
      : 'is not there, and the plan runs too little that is there to tell a slip from work to come';
    return { ...each, judgement: { ...each.judgement, verdict: 'unverifiable', detail, absent: true } };
  });
}

/** So many scripts that are there must a plan run for each that is not, after the first. */
const fewestFound = 2;

function namesOf(judged: readonly JudgedScript[]): ReadonlySet<string> {
  return new Set(judged.map(({ mention }) => mention.value));
}

/** Which of these scripts the plans around this one add, and which plan it is. */
async function addedByOthers(
  context: CheckContext,
  names: ReadonlySet<string>,
): Promise<ReadonlyMap<string, TreePath>> {
  const added = new Map<string, TreePath>();
  for await (const { plan, path, text } of plansNaming(context, names)) {
    for (const name of neighbourPlan(path, text).scripts()) {
      if (names.has(name) && !added.has(name)) {
        added.set(name, plan);
      }
    }
  }
  return added;
}

interface Facts {
  readonly packages: PackageJsons;
  readonly makefiles: Makefiles;
  readonly tree: Tree;
  /** The scripts and targets that the plan adds. */
  readonly planned: ReadonlySet<string>;
  readonly workspacePrefix: string;
  /** Whether the plan is written in the language whose words are known. */
  readonly inKnownLanguage: () => boolean;
}

function judgeScript(mention: ScriptMention, facts: Facts): Judgement {
  const { call, value } = mention;
  if (/^(?:xxx+|foo|bar|your-\w+|name|script|target|script-name|target-name)$/i.test(value)) {
    return { intent: 'example', verdict: 'unverifiable', detail: 'a placeholder' };
  }
  const found = findCall(mention, facts);
  if (found !== undefined) {
    return { intent: 'exists', verdict: 'pass', detail: found };
  }
  const intent = mention.intent();
  if (intent === 'example' || intent === 'external') {
    const detail = intent === 'example' ? 'an example' : 'not part of this project now';
    return { intent, verdict: 'unverifiable', detail };
  }
  if (intent === 'creates') {
    return { intent, verdict: 'pass', detail: 'to be created' };
  }
  if (facts.planned.has(value)) {
    return { intent, verdict: 'pass', detail: 'created by this plan' };
  }
  if (mention.isOptional) {
    return { intent, verdict: 'unverifiable', detail: 'the plan reckons with its absence' };
  }
  return call.tool === 'script'
    ? missingScript(mention, intent, facts)
    : missingTarget(mention, intent, facts);
}

function findCall({ call, value }: ScriptMention, facts: Facts): string | undefined {
  return call.tool === 'script' ? findScript(value, call, facts) : findTarget(value, facts);
}

/** Where a script is defined. One of another package counts as well: the plan may mean to run it there. */
function findScript(
  name: string,
  call: ScriptCall,
  { packages, workspacePrefix }: Facts,
): string | undefined {
  const here = packageAt(call, packages, workspacePrefix);
  const holder =
    here?.scripts.has(name) === true
      ? here
      : call.folder !== '' && here !== undefined
        ? undefined
        : packages.all.find((file) => file.scripts.has(name));
  return holder === undefined ? undefined : `a script of ${holder.folder}package.json`;
}

/** The package that a command runs in: that of the folder it names, else that of the workspace, else the root's. */
function packageAt(
  { folder }: ScriptCall,
  { all }: PackageJsons,
  workspacePrefix: string,
): PackageJson | undefined {
  const readings = folder === '' ? [workspacePrefix, ''] : [workspacePrefix + folder, folder];
  for (const reading of readings) {
    const path = normalizePath(reading);
    const found = all.find((file) => file.folder === (path === null || path === '' ? '' : `${path}/`));
    if (path !== null && found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function missingScript(mention: ScriptMention, intent: Intent, facts: Facts): Judgement {
  const { call } = mention;
  const { packages, workspacePrefix } = facts;
  if (packages.all.length === 0 || packages.isIncomplete) {
    const detail = packages.isIncomplete
      ? 'not every package.json could be read'
      : 'there is no package.json';
    return { intent, verdict: 'unverifiable', detail };
  }
  const here = packageAt(call, packages, workspacePrefix);
  if (call.mayBeProgram || call.isElsewhere || here === undefined) {
    const detail = call.mayBeProgram
      ? 'no script, but it may be a program'
      : 'it is not plain in which package';
    return { intent, verdict: 'unverifiable', detail };
  }
  return failed(mention, intent, {
    inKnownLanguage: facts.inKnownLanguage,
    detail: `${here.folder}package.json has no such script`,
    names: here.scripts.size > 0 ? here.scripts : packages.all.flatMap((file) => [...file.scripts]),
  });
}

function findTarget(name: string, { makefiles, tree }: Facts): string | undefined {
  if (makefiles.targets.has(name)) {
    return 'a make target';
  }
  return tree.endingWith(name).length > 0 && name.includes('.') ? 'a file' : undefined;
}

function missingTarget(
  mention: ScriptMention,
  intent: Intent,
  { makefiles, tree, inKnownLanguage }: Facts,
): Judgement {
  const { value } = mention;
  if (makefiles.folders.length === 0) {
    return { intent, verdict: 'unverifiable', detail: 'there is no makefile' };
  }
  if (makefiles.isOpen || tree.endingWith(value).length > 0) {
    return { intent, verdict: 'unverifiable', detail: 'the makefile may take it from elsewhere' };
  }
  return failed(mention, intent, {
    inKnownLanguage,
    detail: 'no makefile has such a target',
    names: makefiles.targets,
  });
}

function failed(
  { call, value, isRun }: ScriptMention,
  intent: Intent,
  {
    detail,
    names,
    inKnownLanguage,
  }: Pick<Facts, 'inKnownLanguage'> & { detail: string; names: Iterable<string> },
): Judgement {
  const closest = closestName(value, names);
  const suggestion = closest === undefined ? {} : { suggestion: closest.name };
  const isCommon = /^[a-z]+$/i.test(value) && !(call.tool === 'script' && ofSetUp.test(value));
  return isSlipOf(value, closest?.name) || (isRun && isCommon && inKnownLanguage())
    ? { intent, verdict: 'fail', detail, ...suggestion }
    : {
        intent,
        verdict: 'unverifiable',
        absent: true,
        detail: `${detail}, and the plan does not say whether there should be`,
        ...suggestion,
      };
}

/** `typecheck` is what every project has; these come with what a plan sets up, and `test:queue-drain` is what it makes for itself. */
const ofSetUp =
  /^(?:dev|start|serve|preview|setup|install|init|seed|migrate|deploy|release|watch|storybook|wdio|docs)$/i;

/** Whether a name is another one but for its marks, or a letter of one of its longer words: `api-check` is none of `ui-check`. */
function isSlipOf(name: string, other: string | undefined): boolean {
  if (other === undefined) {
    return false;
  }
  const [words, others] = [name, other].map((each) => each.toLowerCase().split(/[-_.:]/));
  if (words === undefined || others === undefined || words.join('') === others.join('')) {
    return true;
  }
  return (
    words.length === others.length &&
    words.every((word, index) => {
      const meant = others[index] ?? '';
      return word === meant || (Math.min(word.length, meant.length) >= 4 && isLetterAway(word, meant));
    })
  );
}

function isLetterAway(word: string, other: string): boolean {
  return (
    (distance(word, other) === 1 || isSwap(word, other)) &&
    word.replace(/\D/g, '') === other.replace(/\D/g, '')
  );
}

function wording(claim: Claim): Omit<CheckFindingText, 'range'> {
  const thing = claim.detail.includes('makefile') ? 'make target' : 'script';
  const suggestion = claim.suggestion === undefined ? '' : ` The closest one is \`${claim.suggestion}\`.`;
  return {
    title: `No such ${thing}: ${claim.value}`,
    observation: `The plan runs the ${thing} \`${claim.value}\`, but ${claim.detail}.`,
    concern: 'The step stops there, or whoever carries it out runs something else.',
    recommendation: `Name a ${thing} that is there, or say that the plan adds it.${suggestion}`,
    ...replacementFixes(claim),
  };
}
