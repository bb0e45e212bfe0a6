import type { Block } from '../blocks.ts';
import type { PlanDocument } from '../planDocument.ts';
import type { Section } from '../sections.ts';
import type { Packet, PacketArea, PacketPart, PacketPartName } from './packet.ts';
import { areaItems, asksQuestions, readArea } from './readAreas.ts';
import { linesOf } from './statements.ts';

/** The headings that stand for a part, in the order in which they are tried. */
const headings: readonly (readonly [RegExp, PacketPartName | 'scope'])[] = [
  [/^(?:(?:your|reviewer|the) )?role\b|\bpersona\b|^you are\b|^reviewer$/i, 'role'],
  [
    /\bconstraints?\b|\bguard-?rails?\b|\bboundar(?:y|ies)\b|\bout of scope\b|^(?:ground )?rules\b/i,
    'constraints',
  ],
  [/\bscope\b|\b(?:review |focus )?areas?\b|^focus\b|^topics?\b/i, 'scope'],
  [
    /\bverif(?:y|ication)\b|\bcheck-?list\b|\bacceptance\b|\bdefinition of done\b|\bdone when\b|\bsuccess criteria\b/i,
    'verification',
  ],
  [/\bdeliverables?\b|\boutputs?\b|^report\b/i, 'deliverables'],
  [/\bmission\b|\bobjectives?\b|\bgoals?\b|\bpurpose\b|\bassignment\b|\btask\b/i, 'mission'],
  [/\bcontext\b|\bbackground\b|\bsituation\b/i, 'context'],
];

const known = new WeakMap<PlanDocument, Packet>();

/**
 * Reads a packet (seed 001). Its parts may stand in any order and at any depth; what is not there is absent. Never throws.
 * A document is read once, whoever asks: each reviewer of a round does.
 */
export function readPacket(document: PlanDocument): Packet {
  let packet = known.get(document);
  if (packet === undefined) {
    packet = packetIn(document);
    known.set(document, packet);
  }
  return packet;
}

function packetIn(document: PlanDocument): Packet {
  const inside = sectionsInside(document);
  const parts: Partial<Record<PacketPartName, PacketPart>> = {};
  const scopes: Section[] = [];
  let scopeEnd = 0;
  for (const section of inside) {
    const name = headings.find(([pattern]) => pattern.test(section.title))?.[1];
    if (name === undefined || section.heading.start < scopeEnd) {
      continue;
    }
    if (name === 'scope') {
      scopes.push(section);
      scopeEnd = section.end;
    } else {
      parts[name] ??= partOf(document, section);
    }
  }
  const areas =
    scopes.length > 0 ? scopes.flatMap((scope) => areasIn(document, scope)) : askingAreas(document, inside);
  return {
    title: document.title,
    parts,
    scope: scopes[0]?.heading,
    areas: areas.map((area, index): PacketArea => readArea(area, String(index + 1))),
  };
}

/** All sections but that of the title, which is around all of them. */
function sectionsInside({ sections }: PlanDocument): readonly Section[] {
  const [first, ...rest] = sections;
  return first !== undefined && first.depth === 1 && rest.every(({ depth }) => depth > 1) ? rest : sections;
}

function partOf(document: PlanDocument, section: Section): PacketPart {
  const statements = [...linesOf(blocksIn(document, section.heading.end, section.end))]
    .filter(({ heading }) => heading === undefined)
    .map(({ text, start, end }) => ({
      text,
      start,
      end,
      isTicked: /\[[xX]\]\s+$/.test(document.text.slice(Math.max(0, start - 8), start)),
    }));
  return { heading: section.heading, statements };
}

type AreaText = Parameters<typeof readArea>[0];

/** The sections one level below the scope; where it has none, the items of its lists. */
function areasIn(document: PlanDocument, scope: Section): AreaText[] {
  const below = document.sections.filter(
    ({ heading }) => heading.start > scope.heading.start && heading.end <= scope.end,
  );
  const depth = Math.min(...below.map((section) => section.depth));
  const areas = below.filter((section) => section.depth === depth);
  return areas.length === 0
    ? areaItems(blocksIn(document, scope.heading.end, scope.end))
    : areas.map((section) => areaOf(document, section));
}

/** Without a heading for the scope: the innermost sections that ask something of a reviewer. */
function askingAreas(document: PlanDocument, sections: readonly Section[]): AreaText[] {
  const asking = sections.filter((section) => {
    const blocks = blocksIn(document, section.heading.end, section.end);
    return !/\bquestions?\b/i.test(section.title) && asksQuestions(blocks);
  });
  // They are in the order of the text, so that whatever a section holds follows it.
  return asking
    .filter((section, index) => (asking[index + 1]?.heading.start ?? Infinity) >= section.end)
    .map((section) => areaOf(document, section));
}

function areaOf(document: PlanDocument, section: Section): AreaText {
  return {
    title: section.title,
    heading: section.heading,
    extent: { start: section.heading.start, end: section.end },
    blocks: blocksIn(document, section.heading.end, section.end),
  };
}

/** The blocks from one offset to another, found by halving: a packet may have as many areas as blocks. */
function blocksIn({ blocks }: PlanDocument, from: number, to: number): readonly Block[] {
  return blocks.slice(firstFrom(blocks, from), firstFrom(blocks, to));
}

function firstFrom(blocks: readonly Block[], offset: number): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.start ?? 0) < offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
