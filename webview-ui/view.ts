import { severities, tabs, type Filters, type Severity, type Tab } from './types.ts';

const places = ['round', 'record', 'trends'] as const;

/** A place of the timeline: its rounds are told apart by their number. */
export type Place = (typeof places)[number];

/** What the page keeps by itself: where the user is looking. Everything else comes from the host. */
export interface View {
  /** Which plan this is the view of, so that another plan starts afresh. */
  readonly plan: string | undefined;
  /** The round that the user chose; undefined follows the latest. */
  readonly round: number | undefined;
  /** What is shown: a round, or one of what stands beside the rounds. */
  readonly place: Place;
  /** The part of a round that the user chose; undefined shows the first that there is. */
  readonly tab: Tab | undefined;
  /** Whether changes are shown up to the plan as it is, and not up to the round. */
  readonly isComparedWithNow: boolean;
  readonly hidden: readonly Severity[];
  readonly search: string;
  readonly filters: Filters;
  readonly expanded: readonly string[];
  readonly selected: string | undefined;
  /** Pixels from the top of the page. */
  readonly scroll: number;
  /** The finding at the upper edge, when the page is scrolled into the list; it outlives a change of row heights. */
  readonly topFinding: string | undefined;
}

/** Lets every finding through. */
export const noFilters: Filters = { open: 'all', reviewer: '', section: '', disposition: '' };

/** The view of a plan that nobody has looked at yet. */
export function initialView(plan: string | undefined): View {
  return {
    plan,
    round: undefined,
    place: 'round',
    tab: undefined,
    isComparedWithNow: false,
    hidden: [],
    search: '',
    filters: noFilters,
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
    place: places.find((name) => name === fields['place']) ?? start.place,
    tab,
    isComparedWithNow: fields['isComparedWithNow'] === true,
    hidden: severities.filter((severity) => hidden.includes(severity)),
    search: text(fields['search']) ?? '',
    filters: restoreFilters(fields['filters']),
    expanded: listOf(fields['expanded']),
    selected: text(fields['selected']),
    scroll: number(fields['scroll']) ?? 0,
    topFinding: text(fields['topFinding']),
  };
}

function restoreFilters(saved: unknown): Filters {
  if (typeof saved !== 'object' || saved === null) {
    return noFilters;
  }
  const fields: Partial<Record<string, unknown>> = { ...saved };
  return {
    open: fields['open'] === 'open' ? 'open' : 'all',
    reviewer: text(fields['reviewer']) ?? '',
    section: text(fields['section']) ?? '',
    disposition: text(fields['disposition']) ?? '',
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
