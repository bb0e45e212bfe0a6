import { render } from 'lit-html';
import { createFindingsList, focusedFinding } from './findingsList.ts';
import type { Host } from './host.ts';
import { listenToKeys } from './keys.ts';
import { announcementOf } from './announce.ts';
import { findingRow } from './parts/finding.ts';
import { pageTemplate } from './parts/page.ts';
import { showInTimeline } from './parts/timeline.ts';
import { filterFindings, latestRound, rememberLast, roundOfFinding, shownRound } from './select.ts';
import { createSnapshots } from './snapshots.ts';
import type { Actions, PanelFinding, PanelState } from './types.ts';
import { initialView, restoreView, toggled, type View } from './view.ts';
import { listenToWindow } from './windowEvents.ts';

/** How many claims are drawn before the reader asks for more. */
const claimsAtOnce = 200;

/** Runs the panel's page inside `root`, for as long as the document lives. */
export function startPage(root: HTMLElement, host: Host): void {
  let state: PanelState | undefined;
  let view = restoreView(host.restore());
  let areAllReasonsShown = false;
  let claimLimit = claimsAtOnce;
  let announcement = '';
  /** A finding that the host wants shown and that no snapshot has held yet. */
  let awaited: string | undefined;
  let isRestored = false;
  let drawnRound: number | undefined;
  const snapshots = createSnapshots(host);
  const shown = rememberLast(filterFindings);

  const items = (): readonly PanelFinding[] => {
    const round = state === undefined ? undefined : shownRound(state, view);
    return round === undefined ? [] : shown(round, view);
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
        actions,
      }),
  });

  function draw(): void {
    if (state === undefined) {
      return;
    }
    const round = shownRound(state, view);
    const screen = { state, view, round, findings: items(), areAllReasonsShown, claimLimit, announcement };
    list.keepPlace(() => {
      render(pageTemplate(screen, actions), root);
      list.draw();
    });
    if (drawnRound !== round?.number) {
      drawnRound = round?.number;
      showInTimeline(root);
    }
  }

  function change(part: Partial<View>): void {
    view = { ...view, ...part };
    save();
    draw();
  }

  function save(): void {
    host.save(view);
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
    chooseTab: (tab) => change({ tab }),
    toggleSeverity: (severity) => change({ hidden: toggled(view.hidden, severity) }),
    search: (text) => change({ search: text }),
    clearFilters: () => change({ hidden: [], search: '' }),
    showAllReasons() {
      areAllReasonsShown = true;
      draw();
    },
    showMoreClaims() {
      claimLimit += claimsAtOnce;
      draw();
    },
  };

  /** Says whether the finding is there. */
  function reveal(id: string): boolean {
    const round = state && roundOfFinding(state, id, shownRound(state, view));
    if (state === undefined || round === undefined) {
      return false;
    }
    const isLatest = round === latestRound(state);
    const isShown = shown(round, view).some(({ finding }) => finding.id === id);
    change({
      round: isLatest ? undefined : round.number,
      tab: 'findings',
      selected: id,
      expanded: view.expanded.includes(id) ? view.expanded : [...view.expanded, id],
      ...(isShown ? {} : { hidden: [], search: '' }),
    });
    focusRow(id, 'center');
    return true;
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
    state = next;
    draw();
    if (!isRestored) {
      isRestored = true;
      restoreScroll();
    }
    if (awaited !== undefined) {
      const id = awaited;
      awaited = undefined;
      if (!reveal(id)) {
        announcement = `${id} is not in this review.`;
        draw();
      }
    }
    save();
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

  host.onMessage((message) => {
    switch (message.type) {
      case 'state/set':
        snapshots.arrived();
        receive(message.state);
        break;
      case 'state/changed':
        snapshots.ask();
        break;
      case 'finding/reveal':
        if (!reveal(message.finding)) {
          // It may be newer than the snapshot at hand.
          awaited = message.finding;
          snapshots.ask();
        }
        break;
    }
  });

  listenToKeys({
    findings: items,
    current: () => focusedFinding() ?? view.selected,
    isExpanded: (id) => view.expanded.includes(id),
    toggle: actions.toggleFinding,
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
