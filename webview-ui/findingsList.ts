import { html, render, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { windowOf, type Segment } from './listWindow.ts';
import type { PanelFinding } from './types.ts';

/** Draws the rows of a long list that are near the screen, and keeps room for the others. */
export interface FindingsList {
  /**
   * Draws what is near the screen now. To be called after a scroll, and after anything that changes rows, inside
   * `keepPlace`.
   */
  readonly draw: () => void;
  /** Makes a change to the page while the first row on the screen stays where it is, when it stays at all. */
  readonly keepPlace: (change: () => void) => void;
  /** Draws a row wherever it is in the list, scrolls to it, and returns its element; undefined when there is none. */
  readonly bringIntoView: (id: string, block: ScrollLogicalPosition) => HTMLElement | undefined;
  /** The first finding that is not above the screen, when the list has been scrolled into. */
  readonly topFinding: () => string | undefined;
}

/** About the height of a collapsed row, in pixels, until rows have been measured. */
const firstGuess = 56;

/** Lists up to this length are drawn whole: that is quick, and lets the editor's own search see every row. */
const wholeList = 100;

/** Rows within this many screens above and below are drawn, so that a quick scroll shows no empty room. */
const overscan = 1;

/**
 * A list inside `container()`, which may come and go with the page's tabs. It draws `items()` with `row`, a template of
 * one `<li data-finding>` per item.
 */
export function createFindingsList(deps: {
  readonly container: () => HTMLElement | null;
  readonly items: () => readonly PanelFinding[];
  readonly row: (item: PanelFinding, index: number, total: number) => TemplateResult;
}): FindingsList {
  const heights = new Map<string, number>();
  let guess: number | undefined;
  let width = 0;
  let pinned: string | undefined;

  function draw(): void {
    const container = deps.container();
    if (container === null) {
      return;
    }
    if (container.clientWidth !== width) {
      // Lines break elsewhere now.
      width = container.clientWidth;
      heights.clear();
      guess = undefined;
    }
    drawOnce(container);
    measure(container, heights);
    // Guessed once: rows that are out of sight do not move each time that others have been measured.
    guess ??= averageOf(heights);
    if (isGapOnScreen(container)) {
      // The rows were lower than they were thought to be.
      drawOnce(container);
      measure(container, heights);
    }
  }

  function drawOnce(container: HTMLElement): void {
    const items = deps.items();
    const listTop = container.getBoundingClientRect().top;
    const screen = items.length <= wholeList ? Number.POSITIVE_INFINITY : window.innerHeight;
    const segments = windowOf({
      heights: items.map(({ finding }) => heights.get(finding.id) ?? guess ?? firstGuess),
      top: -listTop - overscan * screen,
      bottom: -listTop + (1 + overscan) * screen,
      pinned: pinnedRows(items, [pinned, focusedFinding()]),
    });
    render(listTemplate(segments, items, deps.row), container);
    // The page's content security policy forbids style attributes; setting the property is what it allows.
    for (const gap of container.querySelectorAll<HTMLElement>(':scope > .gap')) {
      gap.style.height = `${gap.dataset['height']}px`;
    }
  }

  /** The first row that is not above the screen, when the list has been scrolled into. */
  function topRow(): HTMLElement | undefined {
    const container = deps.container();
    if (container === null || container.getBoundingClientRect().top >= 0) {
      return undefined;
    }
    const rows = container.querySelectorAll<HTMLElement>(':scope > [data-finding]');
    return [...rows].find((row) => row.getBoundingClientRect().bottom > 0);
  }

  function keepPlace(change: () => void): void {
    const row = topRow();
    const before = row?.getBoundingClientRect().top ?? 0;
    change();
    const moved = row?.isConnected === true ? row.getBoundingClientRect().top - before : 0;
    if (Math.abs(moved) > 0.5) {
      window.scrollBy({ top: moved, behavior: 'instant' });
    }
  }

  return {
    draw,
    keepPlace,
    bringIntoView(id, block) {
      pinned = id;
      draw();
      const element = rowOf(deps.container(), id);
      element?.scrollIntoView({ block, behavior: 'instant' });
      // What is drawn around the row now may push it away.
      draw();
      element?.scrollIntoView({ block, behavior: 'instant' });
      pinned = undefined;
      return element;
    },
    topFinding: () => topRow()?.dataset['finding'],
  };
}

/** The id of the finding that holds the keyboard's focus, if one does. */
export function focusedFinding(): string | undefined {
  const row = document.activeElement?.closest<HTMLElement>('[data-finding]');
  return row?.dataset['finding'];
}

function listTemplate(
  segments: readonly Segment[],
  items: readonly PanelFinding[],
  row: (item: PanelFinding, index: number, total: number) => TemplateResult,
): TemplateResult {
  const entries = segments.flatMap((segment) =>
    segment.kind === 'gap'
      ? [{ key: `gap before ${segment.before}`, template: gapTemplate(segment.height) }]
      : items.slice(segment.from, segment.to).map((item, offset) => ({
          key: item.finding.id,
          template: row(item, segment.from + offset, items.length),
        })),
  );
  // Keyed, so that a row keeps its element, and with it its focus, while the window moves.
  return html`${repeat(
    entries,
    (entry) => entry.key,
    (entry) => entry.template,
  )}`;
}

function gapTemplate(height: number): TemplateResult {
  return html`<li class="gap" role="presentation" data-height=${height}></li>`;
}

function pinnedRows(items: readonly PanelFinding[], ids: readonly (string | undefined)[]): Set<number> {
  const wanted = ids.filter((id) => id !== undefined);
  const rows = wanted.map((id) => items.findIndex(({ finding }) => finding.id === id));
  return new Set(rows.filter((index) => index >= 0));
}

function rowOf(container: HTMLElement | null, id: string): HTMLElement | undefined {
  return container?.querySelector<HTMLElement>(`:scope > [data-finding="${CSS.escape(id)}"]`) ?? undefined;
}

/** Notes the heights of the drawn rows. */
function measure(container: HTMLElement, heights: Map<string, number>): void {
  for (const row of container.querySelectorAll<HTMLElement>(':scope > [data-finding]')) {
    heights.set(row.dataset['finding'] ?? '', row.getBoundingClientRect().height);
  }
}

function isGapOnScreen(container: HTMLElement): boolean {
  return [...container.querySelectorAll(':scope > .gap')].some((gap) => {
    const { top, bottom } = gap.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  });
}

function averageOf(heights: ReadonlyMap<string, number>): number | undefined {
  if (heights.size === 0) {
    return undefined;
  }
  let sum = 0;
  for (const height of heights.values()) {
    sum += height;
  }
  return sum / heights.size;
}
