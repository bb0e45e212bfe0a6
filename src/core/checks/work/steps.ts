import type { PlannedPath, PlannedStep } from '../../domain/plannedWork.ts';
import type { Block, ListItem } from '../../text/blocks.ts';
import { sourceOffset, type Content } from '../../text/content.ts';
import { rangeOf } from '../../text/lineIndex.ts';
import { plainText } from '../../text/plainText.ts';
import type { PlanDocument } from '../../text/planDocument.ts';
import { sectionAt, type Section } from '../../text/sections.ts';
import { roleOf } from '../sectionRoles.ts';

/** A step and the part of the plan that it takes up. */
export interface StepPlace extends Omit<PlannedStep, 'changes'> {
  readonly start: number;
  readonly end: number;
}

const numbered =
  /^(?:phase|step|task|milestone|stage|unit|iteration|sprint|work ?(?:item|package))s?[\s#:_-]*(?:\d+(?:\.\d+)*|[A-Z])\b/i;
/** Parts that tell in which order things are brought out, or what could be, and not what is to be made. */
const aside =
  /\b(?:roll-?\s?out|deploy\w*|release|schedule|timeline|alternatives?|future|out of scope|non-goals?|background|history|appendix|examples?|risks?|rollback)\b/i;

/** So many steps are looked at. */
const mostSteps = 300;

/**
 * Finds the phases and steps of a plan: headings that are numbered as such; else the headings under "Implementation steps"; else the
 * numbered or ticked lists there.
 */
export function stepPlaces(document: PlanDocument): readonly StepPlace[] {
  const { sections } = document;
  const main = sections.filter(({ path }) => !path.slice(1).some((title) => aside.test(title)));
  const announced = main.filter(({ title, heading }) =>
    numbered.test(headingText(title, heading.content.text)),
  );
  const all = announced.length > 0 ? announced : withNumbersBelow(main);
  const chosen = all.length > 0 ? all : listSteps(document, main);
  return withIds(
    chosen.slice(0, mostSteps).map((step) => ('heading' in step ? ofSection(document, step) : step)),
  );
}

/** A title without its own number may still begin with "Step 1". */
function headingText(title: string, source: string): string {
  const whole = plainText(source);
  return numbered.test(whole) ? whole : title;
}

/** The headings right under one that leads in the steps: all of them, where each is a task and none a list of something. */
function withNumbersBelow(sections: readonly Section[]): readonly Section[] {
  return sections.filter((section) => {
    const parent = section.path.at(-2);
    return (
      parent !== undefined &&
      section.number !== undefined &&
      section.path.length > 2 &&
      roleOf({ headings: section.path.slice(0, -1).toReversed() }) === 'steps'
    );
  });
}

type Unnumbered = Omit<StepPlace, 'id'>;

function ofSection(document: PlanDocument, { heading, title, end }: Section): Unnumbered {
  const { content } = heading;
  const whole = plainText(content.text);
  return {
    title: numbered.test(whole) ? whole : title,
    range: rangeOfFirstLine(document, content),
    isTicked: tick(content.text),
    start: heading.start,
    end,
  };
}

/** The items of the numbered or ticked lists in parts that are about steps. */
function listSteps(document: PlanDocument, sections: readonly Section[]): Unnumbered[] {
  const allowed = new Set(sections);
  return document.blocks.flatMap((block) => {
    if (block.type !== 'list' || block.children.length < 2) {
      return [];
    }
    const section = sectionAt(document.sections, block.start);
    const isSteps =
      section !== undefined &&
      allowed.has(section) &&
      // As for a segment: the innermost heading counts.
      roleOf({ headings: section.path.toReversed() }) === 'steps';
    const isList =
      block.isOrdered || block.children.every((item) => tick(firstText(item)?.text ?? '') !== null);
    return isSteps && isList ? block.children.flatMap((item) => ofItem(document, item)) : [];
  });
}

function ofItem(document: PlanDocument, item: ListItem): Unnumbered[] {
  const content = firstText(item);
  if (content === undefined) {
    return [];
  }
  const line = content.text.split('\n', 1)[0] ?? '';
  const title = plainText(line.replace(/^\[[ xX]\]\s*/, '')).replaceAll(/\*\*|__/g, '');
  return [
    {
      title: title.length > 100 ? `${title.slice(0, 99)}…` : title,
      range: rangeOfFirstLine(document, content),
      isTicked: tick(content.text),
      start: item.start,
      end: item.end,
    },
  ];
}

function firstText({ children }: { readonly children: readonly Block[] }): Content | undefined {
  const [first] = children;
  return first?.type === 'paragraph' || first?.type === 'heading' ? first.content : undefined;
}

/** Whether a box is ticked; null where there is none. */
export function tick(text: string): boolean | null {
  const box = /^\s*\[([ xX])\](?=\s|$)/.exec(text)?.[1] ?? /[✅✔☑]/u.exec(text)?.[0];
  return box === undefined ? null : box !== ' ';
}

function rangeOfFirstLine({ lines }: PlanDocument, content: Content): PlannedStep['range'] {
  const line = content.text.split('\n', 1)[0] ?? '';
  const start = sourceOffset(content, 0);
  return rangeOf(lines, start, start + Math.max(1, line.length));
}

function withIds(steps: readonly Unnumbered[]): StepPlace[] {
  const open: { readonly end: number; readonly id: string; count: number }[] = [];
  let count = 0;
  return steps.map((step) => {
    while (open.length > 0 && (open.at(-1)?.end ?? 0) <= step.start) {
      open.pop();
    }
    const parent = open.at(-1);
    const number = parent === undefined ? (count += 1) : (parent.count += 1);
    const id = parent === undefined ? String(number) : `${parent.id}.${number}`;
    open.push({ end: step.end, id, count: 0 });
    return { ...step, id };
  });
}

/** The innermost step that holds a place. */
export function stepAt(steps: readonly StepPlace[], offset: number): StepPlace | undefined {
  return steps.findLast(({ start, end }) => start <= offset && offset < end);
}

/** Gives each step what it changes itself. */
export function withChanges(
  steps: readonly StepPlace[],
  changes: readonly (PlannedPath & { readonly start: number })[],
): PlannedStep[] {
  return steps.map(({ id, title, range, isTicked, ...place }) => ({
    id,
    title,
    range,
    isTicked,
    changes: onceEach(
      changes
        .filter(({ start }) => stepAt(steps, start)?.id === id && start >= place.start)
        .map((change) => promiseOf(change)),
    ),
  }));
}

/** A promise without its place. */
export function promiseOf({ value, intent, isFirm, paths, isDirectory, range }: PlannedPath): PlannedPath {
  return { value, intent, isFirm, paths, isDirectory, range };
}

/** One promise about a file for a step; a firm one goes before another. */
export function onceEach(changes: readonly PlannedPath[]): PlannedPath[] {
  const kept = new Map<string, PlannedPath>();
  for (const change of changes) {
    const before = kept.get(change.value);
    if (before === undefined || (!before.isFirm && change.isFirm)) {
      kept.set(change.value, change);
    }
  }
  return [...kept.values()];
}
