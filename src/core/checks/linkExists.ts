import { groupBy } from '../base/groupBy.ts';
import { folderOf } from '../base/pathParts.ts';
import type { Claim } from '../domain/claim.ts';
import type { TreePath } from '../ports/files.ts';
import { lineBefore } from '../text/lineIndex.ts';
import { parsePlan } from '../text/planDocument.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';
import { closestName } from './closestName.ts';
import { failureFindings } from './failures.ts';
import { headingAnchors, leadsToAnchor } from './headingAnchors.ts';
import { linksOfDrafts } from './linksOfDrafts.ts';
import { undefinedReferences } from './linkReferences.ts';
import { claimOf, replacementFixes, type Judgement } from './mention.ts';
import { arrangedTree, pathFacts, type PathFacts } from './pathFacts.ts';
import type { PathMention } from './pathMention.ts';
import { planPath } from './planIndex.ts';
import { candidatePaths } from './resolvePath.ts';
import { newFolderOf, type Tree } from './tree.ts';

/** The links of a plan lead somewhere: to files, to headings in them, to definitions. No address is ever fetched. */
export const linkExists: Check = {
  id: 'link-exists',
  title: 'Links lead to something that is there',
  tags: ['factuality', 'links'],
  severity: 'minor',
  category: 'factuality',
  kinds: 'all',
  modes: ['plan', 'execution'],
  run: async (context) => {
    const links = context.paths.filter((mention) => mention.isLink);
    const toFiles = links.length === 0 ? [] : await fileClaims(context, links);
    const references = undefinedReferences(context);
    const claims = [...toFiles, ...references];
    return {
      claims,
      findings: [
        ...failureFindings(toFiles, (claim) => claim.value, fileWording),
        ...failureFindings(references, (claim) => claim.value.toLowerCase(), referenceWording),
      ],
    };
  },
};

const noFile = 'no such file or folder';
const otherFolder = 'does not lead there from the folder of the plan';
const noHeading = 'the file has no such heading';

async function fileClaims(context: CheckContext, links: readonly PathMention[]): Promise<Claim[]> {
  const facts = await pathFacts(context);
  const broken = links.filter((link) => isMissing(link, facts));
  const elsewhere = await otherReadings(context, broken);
  const anchors = await anchorsOfTargets(context, links, facts);
  const isOfDraft = broken.length === 0 ? () => false : linksOfDrafts(context, facts);
  const inNewFolder = ofNewFolder(broken, facts);
  return links.flatMap((link) => {
    const judgement = judgeLink(context, link, {
      facts,
      elsewhere: elsewhere(link),
      anchors,
      isOfDraft,
      isOfSet: inNewFolder.has(link),
    });
    const value = judgement?.detail === noHeading ? `${link.value}#${link.fragment ?? ''}` : link.value;
    return judgement === undefined
      ? []
      : [claimOf(context.document, 'link', { value, start: link.start }, judgement)];
  });
}

function isMissing(link: PathMention, facts: PathFacts): boolean {
  const paths = facts.candidates(link);
  return paths.length > 0 && paths.every((path) => facts.kinds.get(path) === 'missing');
}

/** Where the file is that a broken link names from another folder than the plan's, or by its name alone. */
async function otherReadings(
  context: CheckContext,
  broken: readonly PathMention[],
): Promise<(link: PathMention) => TreePath | undefined> {
  if (broken.length === 0) {
    return () => undefined;
  }
  const tree = await arrangedTree(context);
  const places = { planPath: context.document.path, workspacePrefix: context.workspacePrefix };
  return (link) => {
    const path = link.shape.type === 'path' ? link.shape.path.replace(/^(?:\.{1,2}\/)+|\/+$/g, '') : '';
    return path === '' ? undefined : found(tree, path, candidatePaths(path, places));
  };
}

function found(tree: Tree, path: TreePath, readings: readonly TreePath[]): TreePath | undefined {
  const ending = tree.endingWith(path);
  return (
    readings.find((reading) => ending.includes(reading)) ?? (ending.length === 1 ? ending[0] : undefined)
  );
}

type Anchors = ReadonlyMap<TreePath, ReadonlySet<string>>;

/** The anchors of the Markdown files that links lead into, each read once. */
async function anchorsOfTargets(
  { files, signal }: CheckContext,
  links: readonly PathMention[],
  facts: PathFacts,
): Promise<Anchors> {
  const wanted = new Set(
    links.flatMap((link) => (isHeadingLink(link) ? (presentPath(link, facts) ?? []) : [])),
  );
  const anchors = new Map<TreePath, ReadonlySet<string>>();
  for (const path of wanted) {
    const text = /\.(?:md|mdx|markdown)$/i.test(path) ? await files.read(path, signal) : undefined;
    if (text !== undefined) {
      anchors.set(path, headingAnchors(parsePlan(path, text.replace(/^\u{feff}/u, ''))));
    }
  }
  return anchors;
}

/** `#L12` is a line, and `#:~:text=` a search: neither is a heading. */
function isHeadingLink({ fragment }: PathMention): boolean {
  return fragment !== undefined && fragment !== '' && !/^(?:L\d+|:~:|\?)/.test(fragment);
}

function presentPath(link: PathMention, facts: PathFacts): TreePath | undefined {
  return facts.candidates(link).find((path) => {
    const kind = facts.kinds.get(path);
    return kind === 'file' || kind === 'directory';
  });
}

interface LinkFacts {
  readonly facts: PathFacts;
  /** Where the file is, when the link does not lead there. */
  readonly elsewhere: TreePath | undefined;
  readonly anchors: Anchors;
  readonly isOfDraft: (link: PathMention) => boolean;
  /** Whether it leads to one of several documents in a folder that is still to be made. */
  readonly isOfSet: boolean;
}

/** A set of so many documents in a folder that is nowhere is written one after the other. */
const fewestOfSet = 3;

/** The broken links to documents of such a set. */
function ofNewFolder(broken: readonly PathMention[], facts: PathFacts): ReadonlySet<PathMention> {
  const inNoFolder = broken.filter(
    (link) => newFolderOf(facts.candidates(link)[0] ?? '', facts.tree) !== undefined,
  );
  const byFolder = groupBy(inNoFolder, (link) => folderOf(facts.candidates(link)[0] ?? ''));
  const sets = [...byFolder.values()].filter(
    (links) => new Set(links.map(({ value }) => value)).size >= fewestOfSet,
  );
  return new Set(sets.flat());
}

function judgeLink(context: CheckContext, link: PathMention, known: LinkFacts): Judgement | undefined {
  const { facts, anchors } = known;
  const { intent, shape } = link;
  if (shape.type === 'pattern') {
    return { intent: 'example', verdict: 'unverifiable', detail: 'a placeholder' };
  }
  const paths = facts.candidates(link);
  const present = presentPath(link, facts);
  if (present !== undefined) {
    const headings = isHeadingLink(link) ? anchors.get(present) : undefined;
    return headings === undefined || leadsToAnchor(headings, link.fragment ?? '')
      ? { intent, verdict: 'pass', detail: 'exists' }
      : { intent, verdict: 'fail', detail: noHeading, ...headingSuggestion(link, headings) };
  }
  if (paths.length === 0 || paths.some((path) => facts.kinds.get(path) === 'outside')) {
    return { intent: 'external', verdict: 'unverifiable', detail: 'leads out of this project' };
  }
  return shape.type === 'maybe' ? undefined : judgeMissing(context, link, known);
}

function judgeMissing(
  context: CheckContext,
  link: PathMention,
  { facts, elsewhere, isOfDraft, isOfSet }: LinkFacts,
): Judgement {
  const { intent } = link;
  const paths = facts.candidates(link);
  if (intent === 'example' || intent === 'external') {
    return { intent, verdict: 'unverifiable', detail: 'not part of this project now' };
  }
  if (intent === 'creates' || paths.some((path) => facts.isCreated(path))) {
    return { intent, verdict: 'pass', detail: 'created by this plan' };
  }
  if (paths.some((path) => facts.ignored.has(path))) {
    const detail = 'left out of the repository by its ignore rules';
    return { intent: 'external', verdict: 'unverifiable', detail };
  }
  if (link.value.startsWith('/')) {
    return { intent: 'external', verdict: 'unverifiable', detail: 'counts from the root of a site' };
  }
  if (isOfDraft(link)) {
    return {
      intent,
      verdict: 'unverifiable',
      detail: 'may count from the folder of a document that the plan makes',
      absent: true,
    };
  }
  // A site shows `size.md` as the folder `size/`.
  if (link.value.endsWith('/') && paths.some((path) => facts.tree.hasFile(`${path}.md`))) {
    return { intent, verdict: 'pass', detail: 'exists as a page' };
  }
  if (elsewhere !== undefined) {
    const suggestion = fromPlan(context, elsewhere);
    return { intent, verdict: 'fail', detail: otherFolder, suggestion };
  }
  const closest = facts.tree.closest(paths[0] ?? '');
  if (
    closest?.isSlip !== true &&
    (isOfSet || isOpenTask(context.document, link) || isToFollow(context, paths[0] ?? '', facts.tree))
  ) {
    return {
      intent,
      verdict: 'unverifiable',
      detail: 'is not there, and may follow as the next of a series',
      absent: true,
    };
  }
  return {
    intent,
    verdict: 'fail',
    detail: noFile,
    ...(closest?.isSlip === true ? { suggestion: fromPlan(context, closest.path) } : {}),
  };
}

/** "- [ ] [Build the toggle](task_build_toggle.md)": the description of a task that is still to be done may still be to be written. */
function isOpenTask(document: CheckContext['document'], { start, value }: PathMention): boolean {
  const before = lineBefore(document, start);
  return !value.includes('/') && /^[\s>]*(?:[-*+]|\d{1,9}[.)])\s+\[ \]\s+\[[^\]]*\]\($/.test(before);
}

/**
 * Whether a missing file is one that the plan is to be divided into, in a folder of its own name (`parser/part.md` of `parser.md`),
 * or is the next of the numbered ones in its folder: `phase-4.md` beside `phase-3.md`.
 */
function isToFollow(context: CheckContext, path: TreePath, tree: Tree): boolean {
  const own = planPath(context).replace(/\.\w+$/, '');
  return (path.startsWith(`${own}/`) && !tree.hasFolder(own)) || tree.isNextInFolder(path);
}

function headingSuggestion(link: PathMention, anchors: ReadonlySet<string>): { suggestion?: string } {
  const closest = closestName(link.fragment ?? '', anchors);
  return closest === undefined ? {} : { suggestion: `${link.value}#${closest.name}` };
}

/** A path of the tree as a link in the plan has to spell it. */
function fromPlan({ document, workspacePrefix }: CheckContext, path: TreePath): string {
  const folder = (workspacePrefix + document.path).split('/').slice(0, -1);
  const parts = path.split('/');
  let shared = 0;
  while (shared < folder.length && shared < parts.length - 1 && folder[shared] === parts[shared]) {
    shared += 1;
  }
  const up = '../'.repeat(folder.length - shared);
  return encodeURI(`${up}${parts.slice(shared).join('/')}`);
}

function fileWording(claim: Claim): Omit<CheckFindingText, 'range'> {
  const suggestion =
    claim.suggestion === undefined ? '' : ` \`${claim.suggestion}\` leads to what may be meant.`;
  const base = { concern: 'The reader is sent to something that is not there.', ...replacementFixes(claim) };
  switch (claim.detail) {
    case noHeading:
      return {
        ...base,
        title: `No such heading: ${claim.value}`,
        observation: `The plan links to \`${claim.value}\`; the file is there, but it has no heading with this anchor.`,
        recommendation: `Link to a heading that is there.${suggestion}`,
      };
    case otherFolder:
      return {
        ...base,
        title: `The link does not lead there: ${claim.value}`,
        observation: `The plan links to \`${claim.value}\`. A link counts from the folder of the plan, and there is no such file there.`,
        recommendation: `Correct the link.${suggestion}`,
      };
    default:
      return {
        ...base,
        severity: 'major',
        title: `No such file: ${claim.value}`,
        observation: `The plan links to \`${claim.value}\`, but the project has no such file or folder.`,
        recommendation: `Correct the link, take it out, or say that the plan creates the file.${suggestion}`,
      };
  }
}

function referenceWording(claim: Claim): Omit<CheckFindingText, 'range'> {
  return {
    title: `Link without a definition: [${claim.value}]`,
    observation: `The plan refers to \`[${claim.value}]\`, and no line \`[${claim.value}]: …\` says where that leads.`,
    concern: 'The link is shown as plain text with brackets, and the reader cannot follow it.',
    recommendation: 'Add the definition, or refer to one that is there.',
    ...replacementFixes(claim),
  };
}
