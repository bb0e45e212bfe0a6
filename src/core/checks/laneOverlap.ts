import { rangeOf } from '../text/lineIndex.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';
import { sharesFiles } from './globs.ts';
import { lanesOf, type Lane, type LanePath } from './lanes.ts';
import { planOverlaps } from './planOverlaps.ts';
import { hasSign, sign } from './signs.ts';

/** Lanes of a plan that go on side by side, and plans that are open at the same time, claim different files. */
export const laneOverlap: Check = {
  id: 'lane-overlap',
  title: 'Lanes and open plans that go on side by side claim different files',
  tags: ['consistency', 'parallel work'],
  severity: 'major',
  category: 'risk',
  kinds: 'all',
  modes: ['plan'],
  run: async (context) => {
    const lanes = [...(hasSign(context, signs) ? lanesOf(context.document) : [])].filter(
      ([, lane]) => lane.paths.length > 0,
    );
    const findings = lanes.flatMap(([key, lane], index) =>
      lanes.slice(0, index).flatMap(([earlierKey, earlier]) =>
        // Lanes that wait for each other never hold the file at the same time.
        lane.after.has(earlierKey) || earlier.after.has(key) ? [] : shared(context, earlier, lane),
      ),
    );
    return { claims: [], findings: [...findings, ...(await planOverlaps(context))] };
  },
};

/** What lanes are called; most plans have none. */
const signs = sign('lane', 'track', 'stream');

/** Beyond this many paths a pair of lanes is compared no further: hostile input must not cost its square. */
const most = 200;

function shared(context: CheckContext, earlier: Lane, later: Lane): CheckFindingText[] {
  const seen = new Set<string>();
  return later.paths.slice(0, most).flatMap((path) => {
    const other = earlier.paths.slice(0, most).find((candidate) => sharesFiles(candidate.value, path.value));
    if (other === undefined || seen.has(path.value)) {
      return [];
    }
    seen.add(path.value);
    return [finding(context, { earlier, later, other, path })];
  });
}

interface Clash {
  readonly earlier: Lane;
  readonly later: Lane;
  readonly other: LanePath;
  readonly path: LanePath;
}

function finding({ document }: CheckContext, { earlier, later, other, path }: Clash): CheckFindingText {
  const what =
    other.value === path.value ? `\`${path.value}\` too` : `\`${other.value}\`, which overlaps with it`;
  return {
    title: `Claimed by two lanes: ${path.value}`,
    observation: `${later.name} claims \`${path.value}\`, and ${earlier.name} claims ${what}.`,
    concern: 'Two people or agents will change the same files at the same time, and one of them loses work.',
    recommendation: 'Give the files to one lane, or say which lane goes first.',
    range: rangeOf(document.lines, path.start, path.end),
    related: [rangeOf(document.lines, other.start, other.end)],
  };
}
