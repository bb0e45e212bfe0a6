import type { Segment } from './segments.ts';

/** What a part of a plan is for, as far as its headings say. */
export type SectionRole = 'steps' | 'criteria' | 'requirements' | 'other';

const roles: readonly (readonly [RegExp, SectionRole])[] = [
  [
    /\b(?:(?:success|acceptance|exit|completion|done) (?:criteria|criterion|metrics|conditions)|definition of done|done when|measures of success|success metrics|acceptance)\b|^criteria$/i,
    'criteria',
  ],
  [/\brequirements?\b(?! (?:traceability|gathering|analysis|engineering))/i, 'requirements'],
  [
    /\b(?:alternatives?|background|context|motivation|research|references?|history|rejected|non-goals?|out of scope|examples?|appendix|glossary|notes|risks?|mitigations?|decisions?|problem|current state|future)\b/i,
    'other',
  ],
  [
    /\b(?:steps?|tasks?|phases?|approach|implementation|milestones?|stages?|roll-?\s?out|deployment|migration|blueprint|actions?|procedure|work plan|execution)\b/i,
    'steps',
  ],
];

/** The role of the innermost heading around a segment that has one. A heading plays the role of the part it stands in. */
export function roleOf({ headings }: Pick<Segment, 'headings'>): SectionRole {
  for (const title of headings.length > 1 ? headings.slice(0, -1) : headings) {
    const role = roles.find(([heading]) => heading.test(title))?.[1];
    if (role !== undefined) {
      return role;
    }
  }
  return 'other';
}

/** Gives the roles of many segments in their order; those of one section, which follow each other, share one answer. */
export function roleReader(): (segment: Pick<Segment, 'headings'>) => SectionRole {
  let headings: readonly string[] = [];
  let role: SectionRole = 'other';
  return (segment) => {
    const isSame =
      headings.length > 0 &&
      headings.length === segment.headings.length &&
      headings.every((title, index) => title === segment.headings[index]);
    if (!isSame) {
      ({ headings } = segment);
      role = roleOf(segment);
    }
    return role;
  };
}
