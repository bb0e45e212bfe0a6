import {
  severities,
  tabs,
  type PanelFinding,
  type PanelRound,
  type PanelState,
  type Severity,
  type Tab,
} from './types.ts';
import { comparisonsOf } from './comparison.ts';
import { passes } from './filters.ts';
import type { Book } from './response/book.ts';
import type { View } from './view.ts';

/** The newest round, or undefined before the first review. */
export function latestRound(state: PanelState): PanelRound | undefined {
  return state.rounds.at(-1);
}

/** The round that the user looks at: the chosen one while it exists, else the latest. */
export function shownRound(state: PanelState, view: View): PanelRound | undefined {
  return state.rounds.find((round) => round.number === view.round) ?? latestRound(state);
}

/** The parts of a round that there are: one of checks alone asked no model, and only the latest is answered. */
export function tabsOf(state: PanelState, round: PanelRound): readonly Tab[] {
  const without = new Set<Tab>([
    ...(round.execution === undefined ? (['execution'] as const) : []),
    ...(round.packet === undefined ? (['areas'] as const) : []),
    ...(round.panel === undefined ? (['run'] as const) : []),
    ...(round.hasAnalysis === undefined ? (['analysis'] as const) : []),
    ...(round.resolutions === undefined && round.dropped === undefined ? (['resolutions'] as const) : []),
    ...(comparisonsOf(state, round).length === 0 ? (['changes'] as const) : []),
    ...(state.response === undefined || round !== latestRound(state) ? (['response'] as const) : []),
  ]);
  return tabs.filter((tab) => !without.has(tab));
}

/** The part of a round that the user looks at: the chosen one where the round has it, else the first. */
export function shownTab(state: PanelState, round: PanelRound, view: View): Tab {
  const all = tabsOf(state, round);
  return all.find((tab) => tab === view.tab) ?? all[0] ?? 'findings';
}

const listed = new WeakMap<PanelRound, readonly PanelFinding[]>();

/** The findings that are listed for a round: what it found, and what was still open of earlier ones. */
export function listedFindings(round: PanelRound): readonly PanelFinding[] {
  const known = listed.get(round);
  if (known !== undefined) {
    return known;
  }
  const all = round.earlier === undefined ? round.findings : [...round.findings, ...round.earlier];
  listed.set(round, all);
  return all;
}

/** The round that holds a finding: `preferred` when it does, else the newest that does. */
export function roundOfFinding(
  state: PanelState,
  id: string,
  preferred: PanelRound | undefined,
): PanelRound | undefined {
  if (preferred !== undefined && holds(preferred, id)) {
    return preferred;
  }
  return state.rounds.findLast((round) => holds(round, id));
}

function holds(round: PanelRound, id: string): boolean {
  return listedFindings(round).some(({ finding }) => finding.id === id);
}

/** Whether the user hides anything. */
export function isFiltered(view: View): boolean {
  const { open, reviewer, section, disposition } = view.filters;
  return (
    view.hidden.length > 0 ||
    open === 'open' ||
    [view.search.trim(), reviewer, section, disposition].some((text) => text !== '')
  );
}

/**
 * The findings of a round that pass the view's filters, worst first and otherwise in the host's order. The search
 * wants every one of its words somewhere in the finding, in any case and order.
 */
export function filterFindings(
  round: PanelRound,
  view: View,
  answers: FilterAnswers,
): readonly PanelFinding[] {
  const words = view.search.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = listedFindings(round).filter(
    (item) =>
      !view.hidden.includes(item.finding.severity) &&
      words.every((word) => searchTextOf(item).includes(word)) &&
      (answers.kept.has(item.finding.id) || passes(item, view.filters, answers.book)),
  );
  return shown.sort((a, b) => rank(a.finding.severity) - rank(b.finding.severity));
}

/** What the filters have to know of the author's answers. */
export interface FilterAnswers {
  readonly book: Book | undefined;
  /** Findings that stay listed though an answer has changed since the filters were set: nobody likes a row to vanish. */
  readonly kept: ReadonlySet<string>;
}

type Filter = (round: PanelRound, view: View, answers: FilterAnswers) => readonly PanelFinding[];

/** Filters once per round, filter and search, not once per frame. */
export function rememberLast(filter: Filter): Filter {
  let last: { by: readonly unknown[]; result: readonly PanelFinding[] } | undefined;
  return (round, view, answers) => {
    const { open, disposition } = view.filters;
    const asksBook = open === 'open' || disposition !== '';
    const by = [round, view.hidden, view.search, view.filters, answers.kept, asksBook && answers.book];
    if (last === undefined || by.some((value, index) => value !== last?.by[index])) {
      last = { by, result: filter(round, view, answers) };
    }
    return last.result;
  };
}

function rank(severity: Severity): number {
  return severities.indexOf(severity);
}

/** Counts findings by severity. */
export function countSeverities(findings: readonly PanelFinding[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { critical: 0, major: 0, minor: 0, suggestion: 0 };
  for (const { finding } of findings) {
    counts[finding.severity] += 1;
  }
  return counts;
}

const searchTexts = new WeakMap<PanelFinding, string>();

function searchTextOf(item: PanelFinding): string {
  const known = searchTexts.get(item);
  if (known !== undefined) {
    return known;
  }
  const { finding, place } = item;
  const parts = [
    finding.id,
    finding.severity,
    finding.category,
    finding.check,
    finding.title,
    finding.observation,
    finding.concern,
    finding.recommendation,
    finding.anchor.quote,
    ...finding.anchor.section,
    ...finding.reviewers,
    ...(finding.statements?.flatMap(({ title, label }) => [title, label]) ?? []),
    place.state,
  ];
  const text = parts.join('\n').toLowerCase();
  searchTexts.set(item, text);
  return text;
}

/** Why the latest verdict no longer counts; empty while it does. */
export function staleReasons({ stale, standing }: PanelState): readonly string[] {
  return standing?.reasons ?? (stale === undefined ? [] : [stale]);
}
