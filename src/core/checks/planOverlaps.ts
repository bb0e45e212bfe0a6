import { nameOf } from '../base/pathParts.ts';
import { positionAt, rangeOf } from '../text/lineIndex.ts';
import type { CheckContext, CheckFindingText } from './check.ts';
import { filesTouched } from './fileLists.ts';
import { sharesFiles } from './globs.ts';
import { openPlan, otherOpenPlans, waitsFor, type OpenPlan } from './openPlans.ts';
import { namesIn, neighbourPlan } from './neighbourPlans.ts';
import type { PathMention } from './pathMentions.ts';
import { planPath } from './planIndex.ts';
import { planPromises } from './planPromises.ts';
import { promiseClashes } from './promiseClashes.ts';
import { planStatus } from './planStatus.ts';

/** So many entries of each list are compared at most. */
const mostEntries = 200;

/**
 * Other open plans whose lists claim files that this plan's lists claim too, one finding for each of them, and those that promise
 * what cannot be true beside this plan. Plans of which one depends on the other wait for each other, as lanes do.
 */
export async function planOverlaps(context: CheckContext): Promise<CheckFindingText[]> {
  const { document } = context;
  const own = filesTouched(context)
    .filter(isClaim)
    .slice(0, mostEntries)
    .map((mention) => ({ mention, name: nameOf(mention.value.replace(/\/+$/, '')) }));
  const status = planStatus(document.path, document.text);
  const promises = status === 'closed' ? [] : planPromises(document, context.segments, context.paths);
  if (own.length + promises.length === 0 || status === 'closed') {
    return [];
  }
  const others = await otherOpenPlans(context);
  const self = openPlan(planPath(context), document.text, status);
  const plans = [self, ...others];
  const before = waitsFor(self, plans);
  const findings: CheckFindingText[] = [];
  for (const other of others) {
    if (before.has(other)) {
      continue;
    }
    const broken = await promiseClashes(context, promises, other);
    const clashes = clashesOf(own, other).filter(({ own: { value } }) => !broken.paths.has(bare(value)));
    const found = [...broken.findings, ...(clashes.length === 0 ? [] : [finding(context, other, clashes)])];
    if (found.length > 0 && !waitsFor(other, plans).has(self)) {
      const isStated = status === 'open' && other.isStated;
      findings.push(...found.map((each) => (isStated ? each : { ...each, ...unstated })));
    }
  }
  return findings;
}

function bare(path: string): string {
  return path.replace(/^(?:\.?\/)+|\/+$/g, '');
}

/** Where one of the two does not say that it is open, it may be done by now. */
const unstated = { severity: 'minor' } as const;

/** What every plan touches and each only adds its own lines to. */
const common = /(?:^|\/)(?:CHANGELOG[\w.-]*|[\w.-]+\.lock|package-lock\.json|pnpm-lock\.yaml|go\.sum)$/i;

/** A pattern in a list of files tells where they are, and claims none of them. */
function isClaim({ value, shape }: PathMention): boolean {
  return shape.type !== 'pattern' && !common.test(value);
}

/** A file that both plans claim. */
interface Clash {
  readonly own: PathMention;
  /** The line of the other plan, from 1. */
  readonly line: number;
}

/** A file of this plan's lists, and the last part of its path. */
interface Entry {
  readonly mention: PathMention;
  readonly name: string;
}

function clashesOf(own: readonly Entry[], { path, text }: OpenPlan): Clash[] {
  const names = namesIn(path, text);
  const named = own.filter(({ name }) => names.has(name));
  if (named.length === 0) {
    return [];
  }
  const plan = neighbourPlan(path, text);
  const touched = plan.touched.filter(isClaim).slice(0, mostEntries);
  const byValue = new Map<string, Clash>();
  for (const { mention } of named) {
    const other = touched.find(({ value }) => sharesFiles(value, mention.value));
    if (other !== undefined && !byValue.has(mention.value)) {
      const { line } = positionAt(plan.lines, other.start);
      byValue.set(mention.value, { own: mention, line });
    }
  }
  return [...byValue.values()];
}

function finding(
  { document, workspacePrefix }: CheckContext,
  other: OpenPlan,
  clashes: readonly Clash[],
): CheckFindingText {
  const [first, ...others] = clashes.map(({ own }) => rangeOf(document.lines, own.start, own.end));
  const plan = other.path.startsWith(workspacePrefix) ? other.path.slice(workspacePrefix.length) : other.path;
  const files = clashes.map(({ own }) => `\`${own.value}\``);
  const shown =
    files.length > 3 ? `${files.slice(0, 3).join(', ')} and ${files.length - 3} more` : files.join(', ');
  const at = clashes[0]?.line ?? 1;
  return {
    title: `Claimed by another open plan too: ${clashes[0]?.own.value ?? ''}`,
    observation: `This plan changes ${shown}, and so does the open plan \`${plan}\` (line ${at}).`,
    concern:
      'Whoever carries out the second plan finds other files than it was written for, or overwrites the work of the first.',
    recommendation: `Say in the front matter which of the two depends on the other, divide the files, or give \`${plan}\` the status that it has by now.`,
    range: first ?? rangeOf(document.lines, 0, 0),
    related: others,
  };
}
