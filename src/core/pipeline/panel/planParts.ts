import { PlanReviewError } from '../../base/errors.ts';
import { estimateTokens } from '../../domain/modelCost.ts';
import type { ReadPart, RoundReading, SkippedPart } from '../../domain/roundReading.ts';
import type { StoredReview } from '../../ports/artifactStore.ts';
import type { Span } from '../../text/blocks.ts';
import { chapterNamed, chaptersOf } from '../../text/chapters.ts';
import { parsePlan, type PlanDocument } from '../../text/planDocument.ts';
import { readingText, shownTitle } from '../../text/planReading.ts';
import { textOf } from '../readPlan.ts';

/** What of a plan is to be read, and how much of it fits into one request. */
export interface ReadingAsked {
  /** How many tokens of the plan one request may hold; Infinity where nobody knows. */
  readonly room: number;
  /** How many tokens a request may have in all. */
  readonly contextWindow: number;
  /** The number, id or title of the one chapter that is to be read. */
  readonly chapter?: string | undefined;
  readonly unchanged?: 'read' | 'skip' | undefined;
  /** The plan's earlier rounds. */
  readonly stored: StoredReview | undefined;
  /** The ids of those who read now; undefined where they are still to be selected. */
  readonly reviewers: readonly string[] | undefined;
}

/**
 * How a plan is to be read; undefined where everybody is given the whole of it in one request.
 * @throws PlanReviewError `chapter-not-found`; `nothing-to-review` where everything is unchanged; `model-too-long` where not even
 * a paragraph fits.
 */
export function readingOf(document: PlanDocument, asked: ReadingAsked): RoundReading | undefined {
  const units = unitsOf(document);
  const wanted = asked.chapter === undefined ? undefined : chapterIn(document, asked.chapter);
  const isNarrowed = wanted !== undefined || asked.unchanged === 'skip';
  const isLong = estimateTokens(readingText(document)) > asked.room;
  if (!isNarrowed && !isLong) {
    return undefined;
  }
  const before = isNarrowed ? readBefore(asked) : () => undefined;
  const skipped = units.flatMap((unit): SkippedPart[] => {
    const readIn = before(wordsOf(document, unit)) ?? null;
    if (wanted !== undefined && unit.end !== wanted.end) {
      return [{ ...unit, why: 'not-asked', readIn }];
    }
    return asked.unchanged === 'skip' && readIn !== null ? [{ ...unit, why: 'unchanged', readIn }] : [];
  });
  const left = units.filter((unit) => skipped.every(({ start }) => start !== unit.start));
  if (left.length === 0) {
    const rounds = [...new Set(skipped.flatMap(({ readIn }) => readIn ?? []))].toSorted((a, b) => a - b);
    throw new PlanReviewError({
      code: 'nothing-to-review',
      message: `Nothing in ${document.path} has changed since it was read in round ${rounds.join(', ')}.`,
      wayOut: 'Review it as a whole, or change it first.',
    });
  }
  if (skipped.length === 0 && !isLong) {
    return undefined;
  }
  const parts = partsOf(document, left, asked.room);
  const isSplit = parts.length > 1 && isLong;
  return { parts: [...parts], skipped, contextWindow: isSplit ? asked.contextWindow : null };
}

/** The chapters or sections of a plan, which together are all of it; the plan itself where it has no two. */
function unitsOf(document: PlanDocument): readonly ReadPart[] {
  const chapters = chaptersOf(document);
  const [first, ...others] = chapters.map(({ title, start, end }) => ({
    title: title === '' ? `Line ${start}` : title,
    start,
    end,
  }));
  return first === undefined
    ? [{ title: shownTitle(document.format, document.title), start: 0, end: document.text.length }]
    : // What stands before the first heading is read with it.
      [{ ...first, start: 0 }, ...others];
}

function chapterIn(document: PlanDocument, word: string): Span {
  const chapters = chaptersOf(document);
  const found = chapterNamed(chapters, word);
  if (found === undefined) {
    const names = chapters
      .slice(0, 30)
      .map(({ place, id }) => (id === '' ? String(place) : `${place} (${id})`));
    throw new PlanReviewError({
      code: 'chapter-not-found',
      message: `There is no chapter "${word}" in ${document.path}.`,
      wayOut:
        names.length === 0
          ? 'It has no two headings of one level, so review it as a whole.'
          : `Choose from ${names.join(', ')}${chapters.length > names.length ? ' and more' : ''}.`,
    });
  }
  return found;
}

/** Tells in which finished round words were read, by all who are asked now; the latest one. */
function readBefore({ stored, reviewers }: ReadingAsked): (words: string) => number | undefined {
  const read = new Map<string, number>();
  for (const { round } of stored?.rounds ?? []) {
    const bytes = stored?.snapshots.get(round.number);
    const answered = new Set(
      round.reviewers.flatMap(({ id, status }) => (status === 'succeeded' ? [id] : [])),
    );
    if (
      bytes === undefined ||
      round.panel === undefined ||
      round.resolutions?.some(({ by }) => by.some((who) => who !== 'checks')) === true ||
      reviewers?.every((id) => answered.has(id)) === false
    ) {
      continue;
    }
    const { path, kind } = round.plan;
    const document = parsePlan(path, textOf(path, bytes), kind);
    const skipped = round.panel.reading?.skipped ?? [];
    for (const unit of unitsOf(document)) {
      const left = skipped.find(({ start }) => start === unit.start);
      const readIn = left === undefined ? round.number : left.readIn;
      if (readIn !== null) {
        read.set(wordsOf(document, unit), readIn);
      }
    }
  }
  return (words) => read.get(words);
}

function wordsOf({ text }: PlanDocument, { start, end }: Span): string {
  return text.slice(start, end).replaceAll(/\s+/g, ' ').trim();
}

/** Packs neighbouring units into parts that fit, and takes apart what does not fit by itself. */
function partsOf(document: PlanDocument, units: readonly ReadPart[], room: number): readonly ReadPart[] {
  const parts: ReadPart[] = [];
  let size = 0;
  for (const unit of units.flatMap((whole) => fitting(document, whole, room))) {
    const tokens = estimateTokens(readingText(document, unit));
    const last = parts.at(-1);
    if (last !== undefined && last.end === unit.start && size + tokens <= room) {
      const title = last.title.endsWith(' …') ? last.title : `${last.title} …`;
      parts[parts.length - 1] = { ...last, title, end: unit.end };
      size += tokens;
    } else {
      parts.push(unit);
      size = tokens;
    }
  }
  return parts;
}

/** A stretch in pieces that fit: by its sections, and where it has none, by its blocks. */
function fitting(document: PlanDocument, unit: ReadPart, room: number): readonly ReadPart[] {
  if (estimateTokens(readingText(document, unit)) <= room) {
    return [unit];
  }
  const starts = document.blocks
    .filter(({ start, end }) => start > unit.start && end <= unit.end)
    .map(({ start }) => start);
  const heads = document.sections
    .filter(({ heading }) => heading.start > unit.start && heading.start < unit.end)
    .toSorted((a, b) => a.depth - b.depth);
  const depth = heads[0]?.depth;
  const cuts =
    depth === undefined
      ? starts
      : heads.filter((section) => section.depth === depth).map(({ heading }) => heading.start);
  if (cuts.length === 0) {
    throw new PlanReviewError({
      code: 'model-too-long',
      message: `A single paragraph of ${document.path} is longer than the model takes in one request.`,
      wayOut: 'Choose a model with a larger context window, or divide the paragraph.',
    });
  }
  const pieces = cutAt(
    unit,
    [...new Set(cuts)].toSorted((a, b) => a - b),
  ).map((span) => ({
    ...span,
    title: titleAt(document, span) ?? unit.title,
  }));
  return pieces.flatMap((piece) => fitting(document, piece, room));
}

function cutAt({ start, end }: Span, cuts: readonly number[]): readonly Span[] {
  const edges = [start, ...cuts, end];
  return edges.slice(1).map((edge, index) => ({ start: edges[index] ?? start, end: edge }));
}

function titleAt({ format, sections }: PlanDocument, { start }: Span): string | undefined {
  const title = sections.find(({ heading }) => heading.start === start)?.title ?? '';
  return title === '' ? undefined : shownTitle(format, title);
}
