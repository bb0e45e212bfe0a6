import { render } from 'lit-html';
import { createFindingsList, focusedFinding } from './findingsList.ts';
import { isOpen } from './filters.ts';
import { createComparison, shownComparison } from './comparison.ts';
import { statusOf } from './findingsById.ts';
import type { Host } from './host.ts';
import { hearHost } from './hearing.ts';
import { createInsightsDesk } from './insights/insights.ts';
import { listenToKeys } from './keys.ts';
import { announcementOf } from './announce.ts';
import { findingRow } from './parts/finding.ts';
import { pageTemplate } from './parts/page.ts';
import { showInTimeline } from './parts/timeline.ts';
import { filterFindings, latestRound, rememberLast, roundOfFinding, shownRound, shownTab } from './select.ts';
import { createAnswers } from './response/answers.ts';
import { findingKey, type FieldKey } from './response/fields.ts';
import { focusControl } from './response/focusControl.ts';
import { createRecordDesk } from './record/recordDesk.ts';
import { createSnapshots } from './snapshots.ts';
import type { Actions, PanelFinding, PanelRound, PanelState } from './types.ts';
import { initialView, noFilters, restoreView, toggled, type Place, type View } from './view.ts';
import { listenToWindow } from './windowEvents.ts';

/** How many claims are drawn before the reader asks for more. */
const claimsAtOnce = 200;

/** Runs the panel's page inside `root`, for as long as the document lives. */
export function startPage(root: HTMLElement, host: Host): void {
  let state: PanelState | undefined;
  const saved = host.restore();
  let view = restoreView(saved);
  let areAllReasonsShown = false;
  let claimLimit = claimsAtOnce;
  let announcement = '';
  /** Findings that were listed when an answer changed, and stay so until the filters do. */
  let keptListed: ReadonlySet<string> = new Set();
  let isRestored = false;
  let drawnRound: number | Place | undefined;
  const snapshots = createSnapshots(host);
  const shown = rememberLast(filterFindings);

  const isSamePlan = view.plan === (root.dataset['plan'] ?? view.plan);
  const answers = createAnswers({
    host,
    // Words for another plan are no words for this one.
    kept: isSamePlan ? keptIn(saved, 'response') : undefined,
    changed() {
      if (view.filters.open === 'open' || view.filters.disposition !== '') {
        keptListed = new Set([...keptListed, ...listed.map(({ finding }) => finding.id)]);
      }
      save();
      draw();
    },
    keep: save,
    focusField,
    announce(text) {
      announcement = text;
      draw();
    },
  });
  const desk = createRecordDesk({
    host,
    kept: isSamePlan ? keptIn(saved, 'record') : undefined,
    changed() {
      save();
      draw();
    },
    announce(text) {
      announcement = text;
    },
  });
  const comparison = createComparison({ host, changed: draw });
  const insights = createInsightsDesk({
    host,
    kept: isSamePlan ? keptIn(saved, 'notes') : undefined,
    changed() {
      save();
      draw();
    },
    announce(text) {
      announcement = text;
    },
  });
  let answering = answers.now();
  let listed: readonly PanelFinding[] = [];

  const items = (): readonly PanelFinding[] => {
    const round = state === undefined ? undefined : shownRound(state, view);
    return round === undefined ? [] : shown(round, view, { book: answering.book, kept: keptListed });
  };

  const list = createFindingsList({
    container: () => root.querySelector<HTMLElement>('#findings'),
    items,
    row: (item, index, total) =>
      findingRow(item, {
        index,
        total,
        isExpanded: view.expanded.includes(item.finding.id),
        isSelected: view.selected === item.finding.id,
        reviewers: (state && shownRound(state, view)?.reviewers) ?? [],
        round: (state && shownRound(state, view)?.number) ?? 0,
        status: state && statusOf(state, item.finding.id),
        answering: isAnswerable(item.finding.id) ? answering : undefined,
        actions,
      }),
  });

  function draw(): void {
    if (state === undefined) {
      return;
    }
    const round = shownRound(state, view);
    answering = answers.now();
    listed = items();
    look(state, round);
    const screen = {
      state,
      view,
      round,
      findings: listed,
      answering,
      recording: desk.now(),
      comparing: comparison.now(),
      insights: insights.now(),
      areAllReasonsShown,
      claimLimit,
      announcement,
    };
    list.keepPlace(() => {
      render(pageTemplate(screen, actions), root);
      list.draw();
    });
    const shownInTimeline = view.place === 'round' ? round?.number : view.place;
    if (drawnRound !== shownInTimeline) {
      drawnRound = shownInTimeline;
      showInTimeline(root);
    }
  }

  /** Asks the host for what the user looks at and no snapshot holds. */
  function look(now: PanelState, round: PanelRound | undefined): void {
    if (round !== undefined && view.place === 'record') {
      desk.look(now);
    }
    const tab = round === undefined || view.place !== 'round' ? undefined : shownTab(now, round, view);
    comparison.look(round && tab === 'changes' ? shownComparison(now, round, view) : undefined, now);
    const isTrends = round !== undefined && view.place === 'trends';
    insights.look(isTrends ? 'trends' : tab === 'analysis' ? round?.number : undefined, now);
  }

  /** Whether the finding is there to answer in the round that is shown. */
  function isAnswerable(id: string): boolean {
    return (
      state !== undefined && shownRound(state, view) === latestRound(state) && isOpen(id, answering.book)
    );
  }

  function change(part: Partial<View>): void {
    if ('filters' in part || 'round' in part) {
      keptListed = new Set();
    }
    // Whoever chooses a round, or a part of one, looks at it.
    const isRoundChosen = 'round' in part || 'tab' in part;
    view = { ...view, ...(isRoundChosen ? { place: 'round' } : {}), ...part };
    save();
    draw();
  }

  function save(): void {
    host.save({ ...view, response: answers.kept(), record: desk.kept(), notes: insights.kept() });
  }

  const actions: Actions = {
    startRound() {
      // Whoever asks for a round wants to see that one, not the old one they were reading.
      change({ round: undefined });
      host.send({ type: 'round/start' });
    },
    cancelRound: () => host.send({ type: 'round/cancel' }),
    resumeRound() {
      change({ round: undefined });
      host.send({ type: 'round/resume' });
    },
    restartRound() {
      change({ round: undefined });
      host.send({ type: 'round/restart' });
    },
    openDocument: (round, document) => host.send({ type: 'document/open', round, document }),
    showFinding(id) {
      change({ selected: id });
      host.send({ type: 'finding/show', finding: id });
    },
    revealFinding: reveal,
    toggleFinding: (id) => change({ expanded: toggled(view.expanded, id) }),
    chooseRound(round) {
      const isLatest = state !== undefined && latestRound(state)?.number === round;
      claimLimit = claimsAtOnce;
      change({ round: isLatest ? undefined : round });
    },
    showRecord() {
      change({ place: 'record' });
      keepFocus();
    },
    showTrends: () => change({ place: 'trends' }),
    chooseTab: (tab) => change({ tab }),
    toggleSeverity: (severity) => change({ hidden: toggled(view.hidden, severity) }),
    search: (text) => change({ search: text }),
    filter: (filters) => change({ filters: { ...view.filters, ...filters } }),
    clearFilters: () => change({ hidden: [], search: '', filters: noFilters }),
    showAllReasons() {
      areAllReasonsShown = true;
      draw();
    },
    showMoreClaims() {
      claimLimit += claimsAtOnce;
      draw();
    },
    response: answers.actions,
    record: desk.actions,
    notes: insights.notes,
    changes: {
      choose: ({ to }) => change({ isComparedWithNow: to === 'now' }),
      open: (compared) => host.send({ type: 'changes/open', compared }),
    },
  };

  /** Says whether the finding is there. */
  function reveal(id: string): boolean {
    const round = state && roundOfFinding(state, id, shownRound(state, view));
    if (state === undefined || round === undefined) {
      return false;
    }
    const isLatest = round === latestRound(state);
    const isShown = shown(round, view, { book: answering.book, kept: keptListed }).some(
      ({ finding }) => finding.id === id,
    );
    change({
      round: isLatest ? undefined : round.number,
      tab: 'findings',
      selected: id,
      expanded: view.expanded.includes(id) ? view.expanded : [...view.expanded, id],
      ...(isShown ? {} : { hidden: [], search: '', filters: noFilters }),
    });
    focusRow(id, 'center');
    return true;
  }

  /** Brings a field of the response into view and puts the caret into it. */
  function focusField(key: FieldKey): void {
    const [about = '', field] = key.split('.');
    view = { ...view, round: undefined };
    if (field === undefined || field === 'answer') {
      change({ tab: 'response' });
    } else if (!reveal(about)) {
      return;
    }
    focusControl(root, key);
  }

  /** Unfolds a finding with the caret in its response. Says whether the finding is there. */
  function respond(id: string): boolean {
    view = { ...view, round: undefined };
    const isThere = reveal(id);
    focusControl(root, findingKey(id, 'response'));
    return isThere;
  }

  function focusRow(id: string, block: ScrollLogicalPosition): void {
    const row = list.bringIntoView(id, block);
    row?.querySelector<HTMLElement>('.row-main')?.focus({ preventScroll: true });
  }

  function receive(next: PanelState): void {
    const key = root.dataset['plan'] ?? next.plan.path;
    if (view.plan !== key) {
      view = view.plan === undefined ? { ...view, plan: key } : initialView(key);
    }
    announcement = announcementOf(state, next) ?? announcement;
    const isNewRound = state !== undefined && numberOfRounds(next) > numberOfRounds(state);
    if (isNewRound && view.tab === 'response') {
      // Whoever has answered wants to see what came of it, and not an empty form.
      view = { ...view, tab: 'resolutions' };
    }
    state = next;
    answers.receive(next.response);
    draw();
    if (!isRestored) {
      isRestored = true;
      restoreScroll();
    }
    save();
  }

  /** What came of signing stands above the form. */
  function hearRecord(message: Parameters<typeof desk.hear>[0]): void {
    const wasSigning = desk.now().isSigning;
    desk.hear(message);
    if (wasSigning && !desk.now().isSigning) {
      root.querySelector<HTMLElement>('#record-title')?.focus();
    }
  }

  /** The button that was pressed may have gone with what it stood in, and the reader must not be lost. */
  function keepFocus(): void {
    if (document.activeElement === document.body) {
      root.querySelector<HTMLElement>('#record-title')?.focus();
    }
  }

  function restoreScroll(): void {
    const top = view.topFinding;
    if (top !== undefined && list.bringIntoView(top, 'start') !== undefined) {
      return;
    }
    if (view.scroll > 0) {
      window.scrollTo(0, view.scroll);
      list.draw();
    }
  }

  hearHost(host, {
    snapshots,
    receive,
    reveal,
    respond,
    canRespond: () => answering.book !== undefined,
    miss(id) {
      announcement = `${id} is not in this review.`;
      draw();
    },
    hearRecord,
    showRecord() {
      change({ place: 'record' });
      root.querySelector<HTMLElement>('#record-title')?.focus();
    },
    hearChanges: comparison.hear,
    hearInsights: insights.hear,
    hearResponse: answers.hear,
    addEvidence: answers.addEvidence,
  });

  listenToKeys({
    findings: items,
    current: () => focusedFinding() ?? view.selected,
    isExpanded: (id) => view.expanded.includes(id),
    toggle: actions.toggleFinding,
    respond,
    moveTo(id) {
      change({ selected: id });
      focusRow(id, 'nearest');
    },
    focusSearch() {
      change({ tab: 'findings' });
      root.querySelector<HTMLInputElement>('#search')?.focus();
    },
  });

  listenToWindow({
    draw: () => list.keepPlace(list.draw),
    settled() {
      if (isRestored) {
        view = { ...view, scroll: window.scrollY, topFinding: list.topFinding() };
        save();
      }
    },
    shownAgain: snapshots.askAgain,
  });

  // The page brings itself back to where it was, once it has something to show.
  history.scrollRestoration = 'manual';
  snapshots.ask();
}

function numberOfRounds(state: PanelState): number {
  return latestRound(state)?.number ?? 0;
}

/** What an earlier page kept of somebody's words. */
function keptIn(saved: unknown, part: 'response' | 'record' | 'notes'): unknown {
  const fields: Partial<Record<string, unknown>> =
    typeof saved === 'object' && saved !== null ? { ...saved } : {};
  return fields[part];
}
