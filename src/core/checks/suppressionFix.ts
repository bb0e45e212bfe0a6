import type { Fix } from '../domain/finding.ts';
import type { Position } from '../domain/position.ts';
import { walk, type Block } from '../text/blocks.ts';
import { lineAt, lineEnd, offsetAt, positionAt, rangeOf } from '../text/lineIndex.ts';
import { parsePlan, type PlanDocument } from '../text/planDocument.ts';
import { indexSuppressions } from './coveredPlaces.ts';
import { readSegments } from './segments.ts';
import { readDirectives } from './suppressionComments.ts';

/** What to suppress, where and why. */
export interface SuppressionRequest {
  /** Relative to the workspace folder. */
  readonly path: string;
  readonly text: string;
  /** Where the finding begins. */
  readonly position: Position;
  readonly check: string;
  readonly reason: string;
}

/** A piece of text to put into the plan at an offset. */
interface Insertion {
  readonly at: number;
  readonly text: string;
}

/**
 * The fix that suppresses a check at a place with a comment, in the first of these forms that covers the place and
 * leaves the plan what it is: a line of its own above, a comment at the line's end, comments around the block. Undefined
 * where none does.
 */
export function suppressionFix(request: SuppressionRequest): Fix | undefined {
  const document = parsePlan(request.path, request.text);
  const shape = shapeOf(document);
  const offset = offsetAt(document.lines, request.position);
  for (const insertions of forms(document, offset, request)) {
    if (document.format === 'html' && insertions.some(({ at }) => isWithinTag(document.text, at))) {
      continue;
    }
    const text = applied(document.text, insertions);
    const moved = insertions
      .filter(({ at }) => at <= offset)
      .reduce((sum, insertion) => sum + insertion.text.length, offset);
    const after = parsePlan(request.path, text);
    if (isCovered(after, moved, request.check) && shapeOf(after) === shape) {
      return {
        title: `Suppress ${request.check}`,
        edits: insertions.map(({ at, text: added }) => ({
          range: rangeOf(document.lines, at, at),
          text: added,
        })),
      };
    }
  }
  return undefined;
}

/** The ways to write it, likeliest first. */
function* forms(document: PlanDocument, offset: number, request: SuppressionRequest): Generator<Insertion[]> {
  const { lines, text, frontMatter } = document;
  const line = lineAt(lines, offset);
  const lineStart = lines.starts[line] ?? 0;
  const { check } = request;
  // A comment ends at its first `-->`, whoever wrote that, and holds no line break.
  const reason = request.reason
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/--+!?>/g, '->')
    .trim();
  const eol = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
  if (frontMatter !== undefined && line < frontMatter.endLine) {
    yield [{ at: lineEnd(lines, line), text: ` # plan-review-disable-line ${check}: ${reason}` }];
    yield [
      { at: lines.starts[1] ?? 0, text: `# plan-review-disable ${check}: ${reason}${eol}` },
      { at: lines.starts[frontMatter.endLine - 1] ?? 0, text: `# plan-review-enable ${check}${eol}` },
    ];
    return;
  }
  const around = [...walk(document.blocks)].filter(({ start, end }) => start <= offset && offset < end);
  const [outermost] = around;
  if (outermost !== undefined && lineAt(lines, outermost.start) === line) {
    yield [{ at: lineStart, text: `<!-- plan-review-disable-next-line ${check}: ${reason} -->${eol}` }];
  }
  const isRow = around.some(({ type }) => type === 'table');
  const behind = endOfWords(text.slice(lineStart, lineEnd(lines, line)), { isRow });
  // A bar would end the cell.
  const words = isRow ? reason.replaceAll('|', '/') : reason;
  yield [{ at: lineStart + behind, text: ` <!-- plan-review-disable-line ${check}: ${words} -->` }];
  for (const block of around.toReversed()) {
    const surrounding = surround(document, block, {
      before: `<!-- plan-review-disable ${check}: ${reason} -->`,
      after: `<!-- plan-review-enable ${check} -->`,
      eol,
    });
    if (surrounding !== undefined) {
      yield surrounding;
    }
  }
}

/** Where a line's words end: before white space or a backslash that breaks the line, and before the last bar of a row. */
function endOfWords(line: string, { isRow }: { isRow: boolean }): number {
  const end = line.replace(/(?:\s*\\|\s+)$/, '').length;
  if (!isRow) {
    return end;
  }
  return /^(?:.*[^\s\\|])?(?=\s*\|$)/.exec(line.slice(0, end))?.[0].length ?? end;
}

/** Lines before and behind a block, with what stands before the block on its first line: an indent, marks of a quote. */
function surround(
  { lines, text }: PlanDocument,
  block: Block,
  comment: { readonly before: string; readonly after: string; readonly eol: string },
): Insertion[] | undefined {
  const start = lines.starts[lineAt(lines, block.start)] ?? 0;
  const prefix = text.slice(start, block.start);
  if (!/^[ \t>]*$/.test(prefix)) {
    return undefined;
  }
  const length = text.slice(block.start, block.end).trimEnd().length;
  const end = lineEnd(lines, lineAt(lines, block.start + Math.max(0, length - 1)));
  return [
    { at: start, text: `${prefix}${comment.before}${comment.eol}` },
    { at: end, text: `${comment.eol}${prefix}${comment.after}` },
  ];
}

function applied(text: string, insertions: readonly Insertion[]): string {
  return insertions
    .toSorted((a, b) => b.at - a.at)
    .reduce((result, { at, text: added }) => result.slice(0, at) + added + result.slice(at), text);
}

function isCovered(document: PlanDocument, offset: number, check: string): boolean {
  const { directives } = readDirectives(document, readSegments(document));
  return indexSuppressions(directives).at(check, positionAt(document.lines, offset)) !== undefined;
}

function isWithinTag(text: string, offset: number): boolean {
  const before = text.slice(0, offset);
  return before.lastIndexOf('<') > before.lastIndexOf('>');
}

/** What a plan says, without its comments: two plans of one shape read the same. */
function shapeOf(document: PlanDocument): string {
  const blocks = [...walk(document.blocks)]
    .filter((block) => block.type !== 'html' || withoutComments(block.content.text) !== '')
    .map((block) => [block.type, 'content' in block ? withoutComments(block.content.text) : '']);
  const cells = readSegments(document).map(({ content }) => withoutComments(content.text));
  const values = document.frontMatter?.values.map(({ key, value }) => [key, value]);
  return JSON.stringify([blocks, cells, values, document.frontMatter?.problem]);
}

function withoutComments(text: string): string {
  return text
    .replaceAll(/<!--\s*plan-review-[\s\S]*?-->/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
