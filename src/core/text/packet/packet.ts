import type { Span } from '../blocks.ts';

/** A sentence, item or row of a packet, without Markdown's marks. Offsets are the plan's, in UTF-16 units. */
export interface Statement extends Span {
  readonly text: string;
}

/** Something that a reviewer has to answer. */
export interface PacketQuestion extends Statement {
  /** The area's number and the question's own, such as `2.3`. */
  readonly id: string;
}

/** A statement of a part; one with a box, as in the list of what has to be so at the end, may be ticked. */
export interface PacketItem extends Statement {
  readonly isTicked: boolean;
}

/** One subject of a review: what is the matter, what is going to be done about it, and what is asked. */
export interface PacketArea {
  /** `1`, `2` … in the order of the text, whatever numbers the headings carry. */
  readonly id: string;
  readonly title: string;
  /** Where the area is named. */
  readonly heading: Span;
  /** From its name to the end of what it says. */
  readonly extent: Span;
  readonly currentIssues: readonly Statement[];
  readonly proposed: readonly Statement[];
  readonly questions: readonly PacketQuestion[];
  /** Whatever else it says, such as which lane owns which files. */
  readonly notes: readonly Statement[];
}

/** A part of a packet under a heading of its own. */
export interface PacketPart {
  readonly heading: Span;
  readonly statements: readonly PacketItem[];
}

/** The names of a packet's parts but for its scope. */
export const packetPartNames = [
  'role',
  'mission',
  'context',
  'deliverables',
  'constraints',
  'verification',
] as const;

export type PacketPartName = (typeof packetPartNames)[number];

/** A scoped brief for reviewers (seed 001): who reads, what for, which areas, and what must come of it. */
export interface Packet {
  readonly title: string;
  /** Absent where the packet has no such part. */
  readonly parts: Readonly<Partial<Record<PacketPartName, PacketPart>>>;
  /** Where the scope of the review begins; undefined where no heading says so. */
  readonly scope: Span | undefined;
  readonly areas: readonly PacketArea[];
}
