import type { Block } from '../text/blocks.ts';
import { linesOf } from '../text/packet/statements.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import type { Section } from '../text/sections.ts';
import { escapeMarkdown } from '../reports/markdown.ts';

const maxAreas = 12;
const maxLines = 8;

/** Headings below which a plan says what is going to be done. */
const work =
  /\b(?:steps?|phases?|tasks?|milestones?|stages?|lanes?|approach|implementation|changes?|design|work)\b/i;
/** Headings that say anything but that. */
const other =
  /\b(?:goals?|objectives?|purpose|overview|summary|tl;?dr|context|background|motivation|success|acceptance|criteria|references?|appendix|glossary|change-?log|test(?:s|ing)?|validation|roll-?\s?back|risks?|alternatives?|questions?|notes?|research|status)\b/i;
const about =
  /\b(?:context|background|motivation|problem|goals?|objectives?|purpose|overview|summary|tl;?dr)\b/i;

/** A new packet for a plan: its parts of work as areas, with questions to begin from. The author goes on from there. */
export function packetTemplate(plan: PlanDocument): string {
  const areas = areasOf(plan).slice(0, maxAreas);
  return `${[
    `---\nkind: packet\nplan: ${JSON.stringify(plan.path)}\n---`,
    `# Packet: review of ${escapeMarkdown(plan.title)}`,
    '## Role\n\nYou are a staff engineer who reviews this plan before anybody carries it out.',
    `## Mission\n\nReview ${plan.path}: find edge cases, gaps and risks while they cost an edit and not an incident.`,
    `## Context\n\n${contextOf(plan)}`,
    '## Scope of Review',
    ...areas.map(({ title, proposed, files }, index) => area(`${index + 1}. ${title}`, proposed, files)),
    '## Deliverables\n\n1. A review by area, with every question answered\n2. The risk of each proposed change, with its mitigation\n3. Recommendations for implementers\n4. Blockers that have to be resolved first',
    '## Constraints\n\n- Review only: write no implementation code\n- Name the assumptions that have to be validated\n- Point out whatever could cause an incident in production',
    `## Verification\n\n- [ ] Review document produced\n- [ ] All ${areas.length} areas covered\n- [ ] Risks identified with mitigations\n- [ ] Recommendations are actionable`,
  ].join('\n\n')}\n`;
}

interface Area {
  readonly title: string;
  readonly proposed: readonly string[];
  readonly files: readonly string[];
}

function area(title: string, proposed: readonly string[], files: readonly string[]): string {
  const questions = [
    'What happens when this stops half-way, and who notices?',
    'What does it take for granted that nobody has verified?',
    ...(files.length === 0 ? [] : [`Is it safe to change ${files.join(', ')} here, and who else does?`]),
  ];
  return [
    `### ${title}`,
    `Proposed:\n${proposed.map((line) => `- ${line}`).join('\n')}`,
    `**Review questions:**\n${questions.map((question) => `- ${question}`).join('\n')}`,
  ].join('\n\n');
}

/** The innermost sections of work; a plan without any is one area. */
function areasOf(plan: PlanDocument): Area[] {
  const title = plan.sections[0]?.depth === 1 ? plan.sections[0] : undefined;
  const candidates = plan.sections.filter((section) => section !== title && !isOther(section, title));
  const working = candidates.filter(({ path }) =>
    path.some((heading) => heading !== title?.title && work.test(heading)),
  );
  const chosen = working.length > 0 ? working : candidates;
  const leaves = chosen.filter(({ end }, index) => (chosen[index + 1]?.heading.start ?? Infinity) >= end);
  const areas = leaves.flatMap((section) => areaOf(section.title, blocksOf(plan, section)));
  return areas.length > 0 ? areas : areaOf(plan.title, plan.blocks);
}

/** Whether a section, or one around it, is about anything but the work. */
function isOther({ path }: Section, title: Section | undefined): boolean {
  return path.some((heading) => heading !== title?.title && other.test(heading) && !work.test(heading));
}

function areaOf(title: string, blocks: readonly Block[]): Area[] {
  const lines = [...linesOf(blocks)].filter(({ heading }) => heading === undefined).map(({ text }) => text);
  const files = [...new Set(lines.join('\n').match(/(?<![\w/.])(?:[\w.-]+\/)+[\w.-]+\.\w{1,5}\b/g))].slice(
    0,
    3,
  );
  return lines.length === 0
    ? []
    : [
        {
          title: escapeMarkdown(title),
          proposed: lines.slice(0, maxLines).map((line) => escapeMarkdown(line).slice(0, 300)),
          files,
        },
      ];
}

function contextOf(plan: PlanDocument): string {
  const section = plan.sections.find(({ title, depth }) => depth > 1 && about.test(title));
  const blocks = section === undefined ? plan.blocks : blocksOf(plan, section);
  const lines = [...linesOf(blocks)].filter(({ heading }) => heading === undefined).slice(0, 4);
  return lines.length === 0
    ? `The plan is ${plan.path}.`
    : lines.map(({ text, depth }) => `${depth > 0 ? '- ' : ''}${escapeMarkdown(text)}`).join('\n\n');
}

function blocksOf({ blocks }: PlanDocument, { heading, end }: Section): readonly Block[] {
  return blocks.filter((block) => block.start >= heading.end && block.end <= end);
}
