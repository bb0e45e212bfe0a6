import { distance } from 'fastest-levenshtein';

/** The name most like one that is not there. */
export interface CloseName {
  readonly name: string;
  /** Whether the two differ so little that one is a slip of the other. `v1.2` and `v1.3` are two things, not a slip. */
  readonly isSlip: boolean;
}

/** Longer names are compared by nobody. */
const longest = 200;

/** The candidate most like `name`, or undefined when none is alike. The first of several that are equally close. */
export function closestName(name: string, candidates: Iterable<string>): CloseName | undefined {
  if (name.length > longest) {
    return undefined;
  }
  const alike = Math.max(1, Math.floor(name.length * 0.4));
  let best: { name: string; apart: number } | undefined;
  for (const candidate of candidates) {
    if (candidate !== name && Math.abs(candidate.length - name.length) <= alike) {
      const apart = spelling(candidate) === spelling(name) ? 0 : distance(candidate, name);
      if (apart <= alike && (best === undefined || apart < best.apart)) {
        best = { name: candidate, apart };
      }
    }
  }
  if (best === undefined) {
    return undefined;
  }
  const slack = Math.max(1, Math.min(2, Math.floor(name.length / 4)));
  return { name: best.name, isSlip: best.apart <= slack && digits(best.name) === digits(name) };
}

/** "Auth_Service" and "auth-service" are one name, spelled differently. */
function spelling(name: string): string {
  return name.toLowerCase().replaceAll(/[-_. ]/g, '');
}

function digits(name: string): string {
  return name.replaceAll(/\D/g, ' ').trim();
}

/** Whether two words differ in the order of two letters: `biuld` and `build`. */
export function isSwap(one: string, other: string): boolean {
  let at = 0;
  while (at < one.length && one[at] === other[at]) {
    at += 1;
  }
  return (
    one.length === other.length &&
    one[at] === other[at + 1] &&
    one[at + 1] === other[at] &&
    one.slice(at + 2) === other.slice(at + 2)
  );
}
