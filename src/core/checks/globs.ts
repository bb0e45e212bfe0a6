/**
 * Whether one path could fit two patterns. `*` stands for any part of a name, `**` for any number of folders; a path
 * that ends with a slash, and one that another continues, stands for everything below it. Never throws.
 */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [partsOf(one), partsOf(other)];
  return a.length > 0 && b.length > 0 && fits(a, b, new Map());
}

/** Whether two paths or patterns may mean the same file. A folder stands for what is in it, with or without a slash. */
export function sharesFiles(one: string, other: string): boolean {
  const [a, b] = [one.replace(/^(?:\.\/)+/, ''), other.replace(/^(?:\.\/)+/, '')];
  return overlap(a, b) || overlap(`${a.replace(/\/+$/, '')}/`, b) || overlap(a, `${b.replace(/\/+$/, '')}/`);
}

/** The files of a list that a path or pattern stands for: itself, what is below it, or what fits its stars. */
export function filesFitting(claim: string, list: readonly string[]): readonly string[] {
  const path = claim.replace(/\/+$/, '');
  const star = path.indexOf('*');
  if (star === -1) {
    return list.filter((file) => file === path || file.startsWith(`${path}/`));
  }
  const above = path.slice(0, path.lastIndexOf('/', star) + 1);
  return list.filter((file) => file.startsWith(above) && sharesFiles(path, file));
}

function partsOf(pattern: string): string[] {
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
  return pattern.endsWith('/') ? [...parts, '**'] : parts;
}

/** Compares part by part; every pair of rests is looked at once. */
function fits(a: readonly string[], b: readonly string[], known: Map<string, boolean>): boolean {
  const [first, ...restOfA] = a;
  const [second, ...restOfB] = b;
  if (first === undefined || second === undefined) {
    return [...a, ...b].every((part) => part === '**');
  }
  const key = `${a.length} ${b.length}`;
  const before = known.get(key);
  if (before !== undefined) {
    return before;
  }
  // A pair that is being looked at does not fit by way of itself.
  known.set(key, false);
  const result =
    first === '**'
      ? fits(restOfA, b, known) || fits(a, restOfB, known)
      : second === '**'
        ? fits(a, restOfB, known) || fits(restOfA, b, known)
        : namesFit(first, second) && fits(restOfA, restOfB, known);
  known.set(key, result);
  return result;
}

/** Two names with stars: what stands before the first star and behind the last one of each must agree. */
function namesFit(one: string, other: string): boolean {
  if (!one.includes('*') && !other.includes('*')) {
    return one === other;
  }
  if (!one.includes('*') || !other.includes('*')) {
    const [pattern, name] = one.includes('*') ? [one, other] : [other, one];
    return starred(pattern, name);
  }
  const [headOfOne = '', tailOfOne = ''] = [one.split('*')[0], one.split('*').at(-1)];
  const [headOfOther = '', tailOfOther = ''] = [other.split('*')[0], other.split('*').at(-1)];
  return (
    (headOfOne.startsWith(headOfOther) || headOfOther.startsWith(headOfOne)) &&
    (tailOfOne.endsWith(tailOfOther) || tailOfOther.endsWith(tailOfOne))
  );
}

/** Whether a name fits a pattern: its pieces between the stars stand in the name in their order. */
function starred(pattern: string, name: string): boolean {
  const pieces = pattern.split('*');
  const [head = ''] = pieces;
  const tail = pieces.at(-1) ?? '';
  if (!name.startsWith(head) || !name.endsWith(tail) || name.length < head.length + tail.length) {
    return false;
  }
  let at = head.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found === -1 || found + piece.length > name.length - tail.length) {
      return false;
    }
    at = found + piece.length;
  }
  return true;
}
