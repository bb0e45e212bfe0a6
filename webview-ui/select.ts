import {
  severities,
  tabs,
  type PanelFinding,
  type PanelRound,
  type PanelState,
  type Severity,
  type Tab,
} from './types.ts';
import type { View } from './view.ts';

/** The newest round, or undefined before the first review. */
export function latestRound(state: PanelState): PanelRound | undefined {
  return state.rounds.at(-1);
}

/** The round that the user looks at: the chosen one while it exists, else the latest. */
export function shownRound(state: PanelState, view: View): PanelRound | undefined {
  return state.rounds.find((round) => round.number === view.round) ?? latestRound(state);
}

/** The parts of a round that there are: one of checks alone asked no model. */
export function tabsOf(round: PanelRound): readonly Tab[] {
  return tabs.filter((tab) => tab !== 'run' || round.panel !== undefined);
}

/** The part of a round that the user looks at: the chosen one where the round has it. */
export function shownTab(round: PanelRound, view: View): Tab {
  return tabsOf(round).includes(view.tab) ? view.tab : 'findings';
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
  return round.findings.some(({ finding }) => finding.id === id);
}

/** Whether the user hides anything. */
export function isFiltered(view: View): boolean {
  return view.hidden.length > 0 || view.search.trim() !== '';
}

/**
 * The findings of a round that pass the view's filters, worst first and otherwise in the host's order. The search
 * wants every one of its words somewhere in the finding, in any case and order.
 */
export function filterFindings(round: PanelRound, view: View): readonly PanelFinding[] {
  const words = view.search.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = round.findings.filter(
    (item) =>
      !view.hidden.includes(item.finding.severity) &&
      words.every((word) => searchTextOf(item).includes(word)),
  );
  return shown.sort((a, b) => rank(a.finding.severity) - rank(b.finding.severity));
}

/** Filters once per round, filter and search, not once per frame. */
export function rememberLast(
  filter: (round: PanelRound, view: View) => readonly PanelFinding[],
): (round: PanelRound, view: View) => readonly PanelFinding[] {
  let last: { round: PanelRound; view: View; result: readonly PanelFinding[] } | undefined;
  return (round, view) => {
    if (last?.round !== round || last.view.hidden !== view.hidden || last.view.search !== view.search) {
      last = { round, view, result: filter(round, view) };
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
