import type { Severity } from '../domain/finding.ts';
import type { Span } from '../text/blocks.ts';
import { rangeOf } from '../text/lineIndex.ts';
import { packetPartNames, type PacketArea, type PacketPartName } from '../text/packet/packet.ts';
import { readPacket } from '../text/packet/readPacket.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';

/** A packet has the parts that a reviewer works from, and none of them is empty (seed 001). */
export const packetParts: Check = {
  id: 'packet-parts',
  title: 'A packet says who reviews what, and asks about every area',
  tags: ['completeness', 'structure', 'packet'],
  severity: 'major',
  category: 'completeness',
  kinds: ['packet'],
  modes: ['plan', 'execution'],
  run: async (context) => ({ claims: [], findings: packetFindings(context) }),
};

interface Expected {
  readonly name: string;
  readonly severity: Severity;
  readonly concern: string;
  readonly recommendation: string;
}

const expected: Readonly<Record<PacketPartName, Expected>> = {
  role: {
    name: 'Role',
    severity: 'minor',
    concern:
      'A reviewer who is not told in which capacity to read falls back to reading everything a little.',
    recommendation: 'Say in whose place the reviewer reads, such as "You are a staff engineer".',
  },
  mission: {
    name: 'Mission',
    severity: 'major',
    concern: 'Without a mission nobody can tell whether the review has done what it was for.',
    recommendation: 'Say in a sentence what the review is to bring to light.',
  },
  context: {
    name: 'Context',
    severity: 'minor',
    concern: 'Reviewers cannot judge what is proposed without knowing what it starts from.',
    recommendation: 'Describe the system and the problem in a few lines.',
  },
  deliverables: {
    name: 'Deliverables',
    severity: 'minor',
    concern: 'What the review has to hand over is left to the reviewer.',
    recommendation: 'List what the review has to produce.',
  },
  constraints: {
    name: 'Constraints',
    severity: 'minor',
    concern: 'Nothing keeps a reviewer from writing the implementation instead of reviewing the plan.',
    recommendation: 'Say what reviewers are not to do, and what they have to point out.',
  },
  verification: {
    name: 'Verification',
    severity: 'minor',
    concern: 'Nobody can tell when the review is complete.',
    recommendation: 'Add a checklist of what has to be so when the review is done.',
  },
};

function packetFindings({ document }: CheckContext): CheckFindingText[] {
  const packet = readPacket(document);
  const title = document.sections[0]?.heading ?? { start: 0, end: 0 };
  const at = ({ start, end }: Span): CheckFindingText['range'] => rangeOf(document.lines, start, end);
  const findings: CheckFindingText[] = [];
  for (const key of packetPartNames) {
    const { name, ...words } = expected[key];
    const found = packet.parts[key];
    if (found === undefined) {
      findings.push({
        title: `Part missing: ${name}`,
        observation: `No heading of this packet stands for "${name}".`,
        range: at(title),
        ...words,
      });
    } else if (found.statements.length === 0) {
      findings.push({
        title: `Part empty: ${name}`,
        observation: `The heading for "${name}" is there, and nothing stands below it.`,
        range: at(found.heading),
        ...words,
      });
    }
  }
  if (packet.areas.length === 0) {
    findings.push({
      title: packet.scope === undefined ? 'Part missing: Scope' : 'Part empty: Scope',
      observation:
        packet.scope === undefined
          ? 'The packet names no area to review: no heading stands for its scope, and no section asks anything.'
          : 'The heading for the scope is there, and it names no area.',
      concern: 'Nothing says what is to be reviewed, so no review can be said to have covered it.',
      recommendation:
        'Add "Scope of Review" with a section for each area: current issues, what is proposed, review questions.',
      range: at(packet.scope ?? title),
    });
  }
  return [...findings, ...packet.areas.flatMap((area) => areaFinding(area, at(area.heading)))];
}

function areaFinding(area: PacketArea, range: CheckFindingText['range']): CheckFindingText[] {
  const name = `Area ${area.id}, "${area.title}"`;
  const isEmpty = [area.currentIssues, area.proposed, area.questions, area.notes].every(
    (group) => group.length === 0,
  );
  if (isEmpty) {
    return [
      {
        title: `Area empty: ${area.title}`,
        observation: `${name}, has a heading and nothing below it.`,
        concern: 'There is nothing to review, and the area will count as covered by whatever is said.',
        recommendation: 'Say what is the matter, what is proposed and what is asked, or take the area out.',
        range,
      },
    ];
  }
  if (area.questions.length === 0) {
    return [
      {
        title: `Area without questions: ${area.title}`,
        observation: `${name}, asks its reviewers nothing.`,
        concern: 'Whether the area was covered cannot be told from answers when nothing was asked.',
        recommendation: 'Add the review questions that the area raises.',
        range,
      },
    ];
  }
  return area.proposed.length > 0 || area.currentIssues.length > 0 || area.notes.length > 0
    ? []
    : [
        {
          title: `Area without a proposal: ${area.title}`,
          observation: `${name}, asks questions about nothing that it describes.`,
          concern: 'Reviewers have to guess which change the questions are about, and what it may break.',
          recommendation: 'Say what is the matter today and what is going to be changed.',
          severity: 'minor',
          range,
        },
      ];
}
