/** Of `names`, the one that `wanted` was probably meant to be, or undefined when none is close. */
export function closestName(wanted: string, names: readonly string[]): string | undefined {
  const target = fold(wanted);
  // One wrong letter in three is about what a slip of the fingers makes.
  const bound = Math.max(1, Math.floor(target.length / 3));
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of names) {
    const distance = editDistance(target, fold(name));
    if (distance <= bound && (best === undefined || distance < best.distance)) {
      best = { name, distance };
    }
  }
  return best?.name;
}

function fold(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** How many letters have to be put in, taken out or exchanged to make `b` of `a`. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const exchange = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(exchange, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
