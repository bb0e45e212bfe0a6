import type { PlanCheck } from '../domain/checkReport.ts';
import { recording, stillHold, type RecordedAnswers, type Surroundings } from './recordedAnswers.ts';

/** One question: a plan's exact text with all that its checks depend on besides the tree and the repository. */
export interface CheckQuestion<Place extends Surroundings> {
  /** Differs where the plan's revision, its path, the mode, a setting or the plans beside it do. */
  readonly key: string;
  readonly surroundings: Promise<Place>;
  /** Runs the checks. They must ask nothing but `files` and `git`, and give the same for the same answers. */
  readonly run: (surroundings: Place) => Promise<PlanCheck>;
  readonly signal: AbortSignal | undefined;
}

interface Remembered<Place> {
  readonly surroundings: Place;
  readonly answers: RecordedAnswers;
  readonly check: PlanCheck;
  readonly weight: number;
}

/** So many characters are kept, counted roughly. */
const mostWeight = 8_000_000;
/** A claim or finding with all its words. */
const weightOfEach = 500;

/**
 * Remembers what the checks said of a plan, together with everything they were told by the tree and the repository. When the same is
 * asked again, all of that is asked again too, at once: what the checks said is given only where each answer is still the same,
 * for then they could say nothing else. No verdict is older than the question, and none of the work of reading the plan is
 * done twice.
 */
export function rememberedChecks<Place extends Surroundings>(): (
  question: CheckQuestion<Place>,
) => Promise<PlanCheck> {
  const known = new Map<string, Remembered<Place>>();
  let weight = 0;
  const forget = (key: string): void => {
    weight -= known.get(key)?.weight ?? 0;
    known.delete(key);
  };
  const keep = (key: string, entry: Remembered<Place>): void => {
    forget(key);
    known.set(key, entry);
    weight += entry.weight;
    for (const oldest of known.keys()) {
      if (weight <= mostWeight) {
        break;
      }
      forget(oldest);
    }
  };
  return async ({ key, surroundings, run, signal }) => {
    const before = known.get(key);
    if (before !== undefined) {
      const places = { before: before.surroundings, now: surroundings };
      if (await stillHold(before.answers, places, signal)) {
        keep(key, before);
        return copyOf(before.check);
      }
    }
    const place = await surroundings;
    const { files, git, answers } = recording(place);
    const check = await run({ ...place, files, git });
    if (answers.hasOthers) {
      forget(key);
    } else {
      keep(key, { surroundings: place, answers, check, weight: weightOf(check, answers) });
    }
    return copyOf(check);
  };
}

/** Its lists are the caller's own. */
function copyOf(check: PlanCheck): PlanCheck {
  const { suppressed } = check;
  return {
    ...check,
    claims: [...check.claims],
    findings: [...check.findings],
    ...(suppressed === undefined ? {} : { suppressed: [...suppressed] }),
  };
}

function weightOf({ claims, findings }: PlanCheck, { texts, kinds, list }: RecordedAnswers): number {
  const read = [...texts.values()].reduce((sum, text) => sum + (text?.length ?? 0), 0);
  const paths = 60 * (kinds.size + (list?.length ?? 0));
  return read + paths + weightOfEach * (claims.length + findings.length);
}
