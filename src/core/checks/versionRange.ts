/**
 * Whether a version that a plan claims (`4`, `4.1`, `4.1.2`) can be the one that a manifest's range gives (`^4.6.7`);
 * undefined where the range is of a kind that is not compared: several ranges, an address, a tag, a workspace.
 */
export function versionFits(claimed: string, range: string): boolean | undefined {
  const match =
    /^\s*(\^|~|~>|~=|==?|v|>=)?\s*v?(\d+)(?:\.(\d+|[x*]))?(?:\.(\d+|[x*]))?(?:[-+][\w.-]+)?\s*$/i.exec(range);
  if (match === null) {
    return undefined;
  }
  const operator = match[1] ?? '';
  const floor = [match[2], match[3], match[4]].map((part) =>
    part === undefined || /[x*]/i.test(part) ? undefined : Number(part),
  );
  const said = claimed.split('.').map(Number);
  if (operator === '>=') {
    return compare(said, floor) >= 0;
  }
  // Below the first number that is not zero, `^` allows anything newer; `~` holds the second one.
  const held = operator === '^' ? caretHeld(floor) : operator.startsWith('~') ? 2 : 3;
  const isSame = said
    .slice(0, held)
    .every((part, index) => floor[index] === undefined || part === floor[index]);
  return isSame && compare(said, floor) >= 0;
}

function caretHeld(floor: readonly (number | undefined)[]): number {
  const first = floor.findIndex((part) => part !== 0);
  return first === -1 ? 3 : first + 1;
}

/** Compares as far as both say something: `4` is no less than `4.6.7`, since it may be any version 4. */
function compare(said: readonly number[], floor: readonly (number | undefined)[]): number {
  for (const [index, part] of said.entries()) {
    const other = floor[index];
    if (other !== undefined && part !== other) {
      return part - other;
    }
  }
  return 0;
}
