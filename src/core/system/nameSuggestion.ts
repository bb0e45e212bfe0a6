import { distance } from 'fastest-levenshtein';

/** Of `names`, the one that `wanted` was probably meant to be, or undefined when none is close. */
export function closestName(wanted: string, names: readonly string[]): string | undefined {
  const target = fold(wanted);
  // One wrong letter in three is about what a slip of the fingers makes.
  const bound = Math.max(1, Math.floor(target.length / 3));
  let best: { readonly name: string; readonly apart: number } | undefined;
  for (const name of names) {
    const apart = distance(target, fold(name));
    if (apart <= bound && (best === undefined || apart < best.apart)) {
      best = { name, apart };
    }
  }
  return best?.name;
}

function fold(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
