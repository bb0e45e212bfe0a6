import { dispositionSchema, type FindingResponse, type Response } from '../domain/response.ts';
import { confidenceSchema } from '../domain/finding.ts';
import { verdictValueSchema } from '../domain/verdict.ts';
import type { AnsweredRound } from './responseDocument.ts';
import { readAuthorsText } from './responseText.ts';

/** What an edited `response.md` says, apart from what only the host knows. */
export type EditedResponse = Pick<
  Response,
  | 'author'
  | 'summary'
  | 'assessment'
  | 'assessmentReason'
  | 'findings'
  | 'answers'
  | 'recommendation'
  | 'confidence'
  | 'confidenceReason'
>;

/** Something in the document that cannot be read. Lines count from 1. */
export interface DocumentProblem {
  readonly line: number;
  readonly message: string;
}

export type ReadResponse =
  | { readonly ok: true; readonly value: EditedResponse }
  | { readonly ok: false; readonly problems: readonly DocumentProblem[] };

interface Line {
  readonly number: number;
  readonly text: string;
}

/** A heading and the lines below it, up to the next one. */
interface Part {
  readonly heading: Line;
  readonly lines: readonly Line[];
}

/** Reads `response.md` as `responseDocument` writes it and people edit it. Never throws. */
export function readResponse(text: string, round: AnsweredRound): ReadResponse {
  const parts = partsOf(text);
  const problems: DocumentProblem[] = [];
  const find = (heading: string): Part | undefined => {
    const part = parts.find((candidate) => candidate.heading.text === heading);
    if (part === undefined) {
      problems.push({ line: 1, message: `There is no heading "${heading}".` });
    }
    return part;
  };
  const assessment = readAssessment(find('## Overall Assessment'), problems);
  const closing = readClosing(find('## Recommendation to Editor'), problems);
  const summary = words(find('## Executive Summary')?.lines);
  const findings: FindingResponse[] = [];
  const answers: { question: string; answer: string }[] = [];
  for (const part of parts) {
    const id = /^### \[([FQ]\d+)\]/.exec(part.heading.text)?.[1];
    if (id === undefined) {
      continue;
    }
    const known = [...round.findings, ...round.questions].some((entry) => entry.id === id);
    const isRepeated =
      findings.some((answer) => answer.finding === id) || answers.some((answer) => answer.question === id);
    if (!known || isRepeated) {
      const message = known ? `${id} is answered twice.` : `The round has no ${id}.`;
      problems.push({ line: part.heading.number, message });
    } else if (id.startsWith('F')) {
      findings.push(readFinding(id, part, problems));
    } else {
      answers.push({ question: id, answer: words(fieldsOf(part.lines).get('Answer')) });
    }
  }
  const author = /^\*\*Author:\*\*[ \t]*(.*?)[ \t]*$/m.exec(text)?.[1] ?? '';
  if (problems.length > 0) {
    return { ok: false, problems: problems.toSorted((a, b) => a.line - b.line) };
  }
  return {
    ok: true,
    value: { author: unescape(author), summary, ...assessment, findings, answers, ...closing },
  };
}

/** What `escapeMarkdown` has put in front of marks. */
function unescape(text: string): string {
  return text.replace(/\\([\\*_[\]<>|~#])/g, '$1');
}

function partsOf(text: string): Part[] {
  const parts: { heading: Line; lines: Line[] }[] = [];
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const entry = { number: index + 1, text: line.trimEnd() };
    if (/^#{1,3} /.test(entry.text)) {
      parts.push({ heading: entry, lines: [] });
    } else {
      parts.at(-1)?.lines.push({ number: entry.number, text: line });
    }
  }
  return parts;
}

function words(lines: readonly Line[] | undefined): string {
  return readAuthorsText((lines ?? []).map((line) => line.text));
}

const fieldName = /^\*\*(Severity|Disposition|Response|Action Taken|Evidence|Answer):\*\*[ \t]*(.*)$/;

/** The lines of each field, the words behind its name included. */
function fieldsOf(lines: readonly Line[]): ReadonlyMap<string, readonly Line[]> {
  const fields = new Map<string, Line[]>();
  let open: Line[] | undefined;
  for (const line of lines) {
    const name = fieldName.exec(line.text);
    if (name !== null) {
      open = [{ number: line.number, text: name[2] ?? '' }];
      fields.set(name[1] ?? '', open);
    } else if (/^---\s*$/.test(line.text)) {
      open = undefined;
    } else {
      open?.push(line);
    }
  }
  return fields;
}

function readFinding(finding: string, part: Part, problems: DocumentProblem[]): FindingResponse {
  const fields = fieldsOf(part.lines);
  const line = fields.get('Disposition')?.[0];
  const label = line?.text.trim().toLowerCase().replaceAll(/\s+/g, '-') ?? '';
  const disposition = dispositionSchema.safeParse(label);
  if (line === undefined) {
    problems.push({ line: part.heading.number, message: `${finding} has no line "**Disposition:**".` });
  } else if (!disposition.success && label !== 'open' && label !== '') {
    problems.push({
      line: line.number,
      message: `"${line.text.trim()}" is no disposition. Write Accepted, Partially accepted, Rejected, Acknowledged, Deferred, or Open.`,
    });
  }
  return {
    finding,
    disposition: disposition.success ? disposition.data : null,
    response: words(fields.get('Response')),
    action: words(fields.get('Action Taken')),
    evidence: words(fields.get('Evidence')),
  };
}

function readAssessment(
  part: Part | undefined,
  problems: DocumentProblem[],
): Pick<EditedResponse, 'assessment' | 'assessmentReason'> {
  const index = part?.lines.findIndex((line) => line.text.trim() !== '') ?? -1;
  const line = part?.lines[index];
  const value = /^\*\*(.+)\*\*\s*$/.exec(line?.text ?? '')?.[1];
  const verdict = verdictValueSchema.safeParse(value);
  if (part !== undefined && !verdict.success && value !== 'OPEN') {
    problems.push({
      line: line?.number ?? part.heading.number,
      message: 'The assessment is not one of **GO**, **CONDITIONAL GO**, **NO-GO**, or **OPEN**.',
    });
  }
  return {
    assessment: verdict.success ? verdict.data : null,
    assessmentReason: words(part?.lines.slice(index + 1)),
  };
}

function readClosing(
  part: Part | undefined,
  problems: DocumentProblem[],
): Pick<EditedResponse, 'recommendation' | 'confidence' | 'confidenceReason'> {
  const lines = part?.lines ?? [];
  const final = lines.findIndex((line) => line.text.startsWith('**Final Assessment'));
  const level = lines.findIndex((line) => line.text.startsWith('**Confidence Level:**'));
  const line = lines[level];
  const label = line?.text.replace('**Confidence Level:**', '').trim().toLowerCase() ?? '';
  const confidence = confidenceSchema.safeParse(label);
  if (part !== undefined && !confidence.success && label !== 'open') {
    problems.push({
      line: line?.number ?? part.heading.number,
      message: 'The line "**Confidence Level:**" does not say High, Medium, Low, or Open.',
    });
  }
  return {
    recommendation: words(lines.slice(0, final === -1 ? Math.max(level, 0) : final)),
    confidence: confidence.success ? confidence.data : null,
    confidenceReason: words(lines.slice(level + 1)),
  };
}
