/** A plan's id: `PRP-12`, `WP-3`, `RFC-0007`, `PRP-C`. */
export interface PlanId {
  /** `PRP`, in capitals. */
  readonly family: string;
  /** `12`, without zeros in front, or `c`. */
  readonly number: string;
}

const inWords =
  /(?<![\w/.-])([A-Z][A-Z]{1,9})(?:(?:-|[ ]?#|[ ])(\d{1,5}(?:\.\d{1,3}){0,2}[a-z]?)|-([A-Z]\d{0,2}))(?![\w/-]|\.\w)/g;

/** The ids in a text and where they stand. */
export function planIds(text: string): { id: PlanId; value: string; start: number }[] {
  return [...text.matchAll(inWords)].map((match) => ({
    id: { family: match[1] ?? '', number: plain(match[2] ?? match[3] ?? '') },
    value: match[0],
    start: match.index,
  }));
}

const atStart =
  /^(?:([A-Za-z]{2,10})[-_ ]?)?(\d{1,5}(?:\.\d{1,3}){0,2}[a-z]?|(?<=[-_])[A-Z]\d{0,2})(?=[-_. ]|$)/;
const further = /[-_.](prp|wp|rfc|adr|spec|plan)[-_]?(\d{1,5}[a-z]?|(?<=[-_])[A-Z])(?=[-_.]|$)/i;

/**
 * The id in the name of a file or a folder: `PRP-C-worktrees.md`, `2025-01-02-PRP-12.md`, `0007-queue.md`, whose family
 * is empty. `written` is the part of the name that says it.
 */
export function nameId(name: string): (PlanId & { readonly written: string }) | undefined {
  const match = further.exec(name) ?? atStart.exec(name);
  return match === null
    ? undefined
    : {
        family: (match[1] ?? '').toUpperCase(),
        number: plain(match[2] ?? ''),
        written: match[0].replace(/^[-_.]/, ''),
      };
}

/** Ids as keys: two spellings of one id are equal. */
export function idKey({ family, number }: PlanId): string {
  return `${family}-${number}`;
}

/** A number or letter of an id as ids are compared. */
export function plain(number: string): string {
  return number.replace(/^0+(?=\d)/, '').toLowerCase();
}
