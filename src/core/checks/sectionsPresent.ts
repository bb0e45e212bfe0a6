import type { PlanKind } from '../domain/plan.ts';
import { rangeOf } from '../text/lineIndex.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';

/** A section that a plan is expected to have, and the headings that count as it. */
interface ExpectedSection {
  readonly name: string;
  readonly heading: RegExp;
  /** What a reader cannot know without it. */
  readonly concern: string;
}

const goal: ExpectedSection = {
  name: 'Goal',
  heading:
    /\b(?:goals?|objectives?|purpose|summary|overview|tl;?dr|mission|introduction|abstract|aims?|problem)\b/i,
  concern: 'Nobody can tell whether the steps are the right ones when it is not said what they are for.',
};
const steps: ExpectedSection = {
  name: 'Steps',
  heading:
    /\b(?:steps?|approach|implementation|plan|phases?|tasks?|design|proposal|solution|work|milestones?|rollout|deliverables?|scope|changes?|stages?|architecture|roadmap)\b/i,
  concern: 'Without steps there is nothing to carry out and nothing to estimate.',
};
const success: ExpectedSection = {
  name: 'Success criteria',
  heading:
    /\b(?:success|acceptance|done|criteria|validation|verif\w+|testing|tests?|test plan|exit|outcomes?|metrics|gates?|qa)\b/i,
  concern: 'Without criteria nobody can say when the work is done, or that it failed.',
};
const testing: ExpectedSection = {
  name: 'Testing',
  heading: /\b(?:test(?:s|ing)?|validation|verif\w+|gates?|qa|quality)\b/i,
  concern: 'It is not said how anyone finds out that the change works.',
};
const rollback: ExpectedSection = {
  name: 'Rollback',
  heading: /\b(?:roll-?\s?back|back-?\s?out|revert\w*|recovery|failure|undo|contingenc\w+|risks?)\b/i,
  concern: 'When something goes wrong, whoever is on duty has to invent the way back.',
};
const context: ExpectedSection = {
  name: 'Context',
  heading: /\b(?:context|background|motivation|current state|problem|why|status quo|situation)\b/i,
  concern: 'The reader cannot judge the plan without knowing what it starts from.',
};

/** The nine sections of a product requirements prompt, in their usual order. */
const prpSections: readonly ExpectedSection[] = [
  { ...goal, name: 'TL;DR' },
  context,
  {
    ...steps,
    name: 'Implementation Steps',
    heading: /\b(?:implementation|blueprint|steps|phases?|tasks?)\b/i,
  },
  { ...success, name: 'Validation Gates', heading: /\b(?:validation|gates?|acceptance|success criteria)\b/i },
  { ...testing, name: 'Testing Strategy', heading: /\btest(?:s|ing)?\b/i },
  {
    name: 'Rollout Plan',
    heading: /\b(?:roll-?\s?out|deploy\w*|release|delivery|migration)\b/i,
    concern: 'It is not said how the change reaches its users.',
  },
  { ...rollback, name: 'Rollback Procedures' },
  {
    name: 'Post-Execution Notes',
    heading:
      /\b(?:post-?\s?(?:execution|implementation|mortem)|completion|follow-?\s?ups?|retrospective|lessons)\b/i,
    concern: 'There is no place to record what was done and what was left.',
  },
  {
    name: 'Research Findings',
    heading: /\b(?:research|findings|references|prior art|investigation|sources|existing patterns?)\b/i,
    concern: 'What the plan rests on cannot be checked.',
  },
];

/** What each kind of plan is expected to have. Prose that is no plan of work has no expected sections. */
const expected: Record<PlanKind, readonly ExpectedSection[]> = {
  prp: prpSections,
  'work-package': [
    { ...goal, name: 'Objective' },
    { ...steps, name: 'Approach' },
    { ...success, name: 'Success Criteria' },
    testing,
    { ...rollback, name: 'Failure handling' },
  ],
  rfc: [
    { ...goal, name: 'Summary' },
    { ...context, name: 'Motivation' },
    { ...steps, name: 'Design' },
    {
      name: 'Alternatives',
      heading: /\b(?:alternatives?|options?|prior art|trade-?offs?|drawbacks?|considered)\b/i,
      concern: 'The reader cannot tell whether something better was looked at.',
    },
    {
      ...rollback,
      name: 'Risks',
      heading:
        /\b(?:risks?|drawbacks?|failure|security|concerns?|consequences?|impact|roll-?\s?back|unresolved|open questions?)\b/i,
    },
  ],
  spec: [
    { ...goal, name: 'Purpose' },
    {
      name: 'Requirements',
      heading:
        /\b(?:requirements?|user stor\w+|functional|behaviou?r|features?|scenarios?|rules|contracts?|interface|api)\b/i,
      concern: 'There is nothing an implementation could be held against.',
    },
    { ...success, name: 'Acceptance criteria' },
  ],
  generic: [goal, steps, success],
  // A packet's parts are read one by one: see packet-parts.
  packet: [],
  chapter: [],
  book: [],
};

/** The sections that this kind of plan should have are there. */
export const sectionsPresent: Check = {
  id: 'sections-present',
  title: 'The sections that this kind of plan needs are there',
  tags: ['completeness', 'structure'],
  severity: 'major',
  category: 'completeness',
  // Kinds without expected sections may be given some by the settings.
  kinds: 'all',
  modes: ['plan', 'execution'],
  run: async (context) => ({
    claims: [],
    findings: missingSections(context).map((section) => finding(context.document, section)),
  }),
};

/** The sections that a plan of this kind is expected to have, as far as the user has not set others, and lacks. */
function missingSections({
  document,
  settings,
}: Pick<CheckContext, 'document' | 'settings'>): ExpectedSection[] {
  const names = settings.sections[document.kind];
  const sections = names === undefined ? expected[document.kind] : names.map(sectionNamed);
  return sections.filter((section) => !hasSection(document, section));
}

/** Whether this check reports, unless it is off, that a plan lacks a section on the way back. */
export function lacksRollbackSection(context: Pick<CheckContext, 'document' | 'settings'>): boolean {
  return (
    context.settings.severities[sectionsPresent.id] !== 'off' &&
    missingSections(context).some(({ name }) => /roll-?\s?back|failure|recovery|undo|back-?out/i.test(name))
  );
}

const builtIn = [...new Set(Object.values(expected).flat())];

/**
 * A section by the name that a user gave it. Where the name is one of ours, the headings that count as ours count;
 * for any other name a heading must hold its words.
 */
function sectionNamed(name: string): ExpectedSection {
  const trimmed = name.trim();
  const known = builtIn.find((section) => section.name.toLowerCase() === trimmed.toLowerCase());
  const words = trimmed
    .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\s+/g, String.raw`\s+`);
  return (
    known ?? {
      name: trimmed,
      heading: new RegExp(String.raw`(?<![\p{L}\d])${words}(?![\p{L}\d])`, 'iu'),
      concern: 'Plans of this kind are agreed to have it, and readers look for it there.',
    }
  );
}

/** The title says what the plan is about, not what it holds; a bold line that opens a part counts as a heading. */
function hasSection(document: PlanDocument, section: ExpectedSection): boolean {
  const title = document.sections[0]?.depth === 1 ? document.sections[0] : undefined;
  return (
    document.sections.some((candidate) => candidate !== title && section.heading.test(candidate.title)) ||
    document.blocks.some(
      (block) =>
        block.type === 'paragraph' &&
        section.heading.test(/^\*\*([^*]{1,60}?):?\*\*:?/.exec(block.content.text)?.[1] ?? ''),
    )
  );
}

function finding(document: PlanDocument, section: ExpectedSection): CheckFindingText {
  const heading = document.sections[0]?.heading;
  const range =
    heading === undefined
      ? rangeOf(document.lines, 0, 0)
      : rangeOf(document.lines, heading.start, heading.end);
  return {
    title: `Section missing: ${section.name}`,
    observation: `A plan of kind "${document.kind}" is expected to have a section "${section.name}", and no heading of this one stands for it.`,
    concern: section.concern,
    recommendation: `Add a section "${section.name}", or give the part that covers it a heading that says so.`,
    range,
  };
}
