import type { Claim } from '../domain/claim.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';
import { failureFindings } from './failures.ts';
import { manifests, packageKey, type Manifests } from './manifests.ts';
import { claimOf, type Judgement } from './mention.ts';
import { packageMentions, type PackageMention } from './packageMentions.ts';
import { arrangedTree } from './pathFacts.ts';
import { shellCommands } from './shellCommands.ts';
import { isStandardLibrary } from './standardLibraries.ts';
import type { Tree } from './tree.ts';
import { versionFits } from './versionRange.ts';

/** The packages that a plan says are in use are in the manifests, in the version it says. */
export const packageExists: Check = {
  id: 'package-exists',
  title: 'Packages that the plan says are in use are in the manifests',
  tags: ['factuality', 'packages'],
  severity: 'major',
  category: 'factuality',
  kinds: 'all',
  modes: ['plan', 'execution'],
  run: async (context) => {
    const mentions = packageMentions(context);
    if (mentions.length === 0) {
      return { claims: [], findings: [] };
    }
    const facts: Facts = {
      manifests: await manifests(context),
      tree: await arrangedTree(context),
      created: await createdPackages(context, mentions),
    };
    const claims = mentions
      .filter(({ isCalled, name }) => isCalled || facts.manifests.words.has(packageKey(name)))
      .map((mention) => claimOf(context.document, 'package', mention, judgePackage(mention, facts)));
    return { claims, findings: failureFindings(claims, (claim) => claim.value, wording) };
  },
};

interface Facts {
  readonly manifests: Manifests;
  readonly tree: Tree;
  /** The packages that the plan adds. */
  readonly created: ReadonlySet<string>;
}

const installs = /^(?:install|i|add|get|require)$/;

async function createdPackages(
  context: CheckContext,
  mentions: readonly PackageMention[],
): Promise<ReadonlySet<string>> {
  const installed = (await shellCommands(context)).flatMap(({ words }) =>
    words.some((word) => installs.test(word.text))
      ? words.map((word) => packageKey(word.text.replace(/(?<=.)@.*$|[=<>~[].*$/, '')))
      : [],
  );
  const said = mentions.filter((mention) => mention.intent === 'creates').map(({ name }) => packageKey(name));
  return new Set([...installed, ...said]);
}

const otherVersion = 'the manifest has another version';

function judgePackage(mention: PackageMention, { manifests, tree, created }: Facts): Judgement {
  const { intent, isFirm, name, version } = mention;
  const ranges = manifests.packages.all.flatMap((file) => file.dependencies.get(name) ?? []);
  if (ranges.length > 0) {
    const fits = version === undefined ? [true] : ranges.map((range) => versionFits(version, range));
    return fits.every((fit) => fit === false) && isFirm && intent !== 'creates'
      ? { intent, verdict: 'fail', detail: `${otherVersion}: ${[...new Set(ranges)].join(', ')}` }
      : { intent, verdict: 'pass', detail: 'in the manifest' };
  }
  if (isStandardLibrary(name) || isOwn(name, manifests, tree)) {
    return { intent, verdict: 'pass', detail: 'exists' };
  }
  if (manifests.words.has(packageKey(name))) {
    return { intent, verdict: 'pass', detail: 'named in a manifest or a lock file' };
  }
  if (intent === 'example' || intent === 'external') {
    return { intent, verdict: 'unverifiable', detail: 'not part of this project now' };
  }
  if (intent === 'creates' || created.has(packageKey(name))) {
    return { intent: 'creates', verdict: 'pass', detail: 'to be added' };
  }
  // What is taken out may be a module of the project that is called a package, or gone by now.
  if (!isFirm || intent === 'removes' || manifests.isIncomplete || isAlike(name, manifests)) {
    return manifests.isIncomplete
      ? { intent, verdict: 'unverifiable', detail: 'the manifests are not all known' }
      : {
          intent,
          verdict: 'unverifiable',
          detail: 'no manifest has it, and the plan does not say whether one should',
          absent: true,
        };
  }
  return { intent, verdict: 'fail', detail: 'no manifest has it' };
}

/** A package of the project itself goes by its manifest's name, or by its folder's. */
function isOwn(name: string, { packages }: Manifests, tree: Tree): boolean {
  return (
    packages.all.some((file) => file.name === name) ||
    moduleNames(name.slice(name.lastIndexOf('/') + 1)).some((own) => tree.endingWith(own).length > 0)
  );
}

/** What a module of the project may be called in the tree: a folder, or a file. */
function moduleNames(name: string): string[] {
  return [name, ...['py', 'ts', 'js', 'mjs', 'go', 'rs', 'rb'].map((ending) => `${name}.${ending}`)];
}

/** A package may go by another name than its import: `dotenv` is `python-dotenv`. */
function isAlike(name: string, { words }: Manifests): boolean {
  const key = packageKey(name);
  return [...words].some((word) => word.includes(key));
}

function wording(claim: Claim): Omit<CheckFindingText, 'range'> {
  if (claim.detail.startsWith(otherVersion)) {
    return {
      title: `Not the installed version: ${claim.value}`,
      observation: `The plan says which version of \`${claim.value}\` is in use, but ${claim.detail}.`,
      concern:
        'What the plan takes for granted may not be in the version that is there, or work otherwise in it.',
      recommendation: 'Name the version that the manifest has, or say that the plan changes it.',
    };
  }
  return {
    title: `No such package: ${claim.value}`,
    observation: `The plan says that the package \`${claim.value}\` is in use, and no manifest of the project names it.`,
    concern: 'Adding a package is a decision of its own, and the plan takes it as made.',
    recommendation: 'Name the package that is in use, or say that the plan adds this one.',
  };
}
