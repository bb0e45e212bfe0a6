import { severities, tabs, type Severity, type Tab } from './types.ts';

/** What the page keeps by itself: where the user is looking. Everything else comes from the host. */
export interface View {
  /** Which plan this is the view of, so that another plan starts afresh. */
  readonly plan: string | undefined;
  /** The round that the user chose; undefined follows the latest. */
  readonly round: number | undefined;
  readonly tab: Tab;
  readonly hidden: readonly Severity[];
  readonly search: string;
  readonly expanded: readonly string[];
  readonly selected: string | undefined;
  /** Pixels from the top of the page. */
  readonly scroll: number;
  /** The finding at the upper edge, when the page is scrolled into the list; it outlives a change of row heights. */
  readonly topFinding: string | undefined;
}

/** The view of a plan that nobody has looked at yet. */
export function initialView(plan: string | undefined): View {
  return {
    plan,
    round: undefined,
    tab: 'findings',
    hidden: [],
    search: '',
    expanded: [],
    selected: undefined,
    scroll: 0,
    topFinding: undefined,
  };
}

/** Reads a view back that an earlier page saved. What is missing or of another shape falls back to its start. */
export function restoreView(saved: unknown): View {
  const start = initialView(undefined);
  if (typeof saved !== 'object' || saved === null) {
    return start;
  }
  const fields: Partial<Record<string, unknown>> = { ...saved };
  const tab = tabs.find((name) => name === fields['tab']);
  const hidden = listOf(fields['hidden']);
  return {
    plan: text(fields['plan']),
    round: number(fields['round']),
    tab: tab ?? start.tab,
    hidden: severities.filter((severity) => hidden.includes(severity)),
    search: text(fields['search']) ?? '',
    expanded: listOf(fields['expanded']),
    selected: text(fields['selected']),
    scroll: number(fields['scroll']) ?? 0,
    topFinding: text(fields['topFinding']),
  };
}

/** Adds `item` to `list`, or takes it out when it is in. */
export function toggled<T>(list: readonly T[], item: T): readonly T[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
