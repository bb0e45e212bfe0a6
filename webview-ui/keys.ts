import type { PanelFinding } from './types.ts';

/** What the keyboard works on. */
export interface KeyTargets {
  /** The findings that are listed, in their order. */
  readonly findings: () => readonly PanelFinding[];
  /** The finding that the next key is about. */
  readonly current: () => string | undefined;
  readonly isExpanded: (id: string) => boolean;
  readonly toggle: (id: string) => void;
  /** Unfolds a finding with the caret in its response. */
  readonly respond: (id: string) => void;
  readonly moveTo: (id: string) => void;
  readonly focusSearch: () => void;
}

/**
 * Listens to the page's keys: j and k move among findings from anywhere, the arrow keys, Home and End from within
 * the list, Space and the right arrow expand, the left arrow collapses, r goes to the response, / to the search. Enter
 * needs nothing: it is what a button does. In a field every key is the field's own, but for Escape, which leads back to
 * the finding.
 */
export function listenToKeys(targets: KeyTargets): void {
  document.addEventListener('keydown', (event) => {
    if (!event.defaultPrevented && !hasModifier(event) && handled(event, targets)) {
      event.preventDefault();
    }
  });
}

function hasModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
}

function handled(event: KeyboardEvent, targets: KeyTargets): boolean {
  const focus = event.target instanceof Element ? event.target : undefined;
  if (focus?.matches('input, textarea, select') === true) {
    return handledInField(event.key, focus, targets);
  }
  switch (event.key) {
    case '/':
      targets.focusSearch();
      return true;
    case 'j':
      return move(1, targets);
    case 'k':
      return move(-1, targets);
    default:
      return focus?.closest('[data-finding]') ? handledInRow(event.key, focus, targets) : false;
  }
}

function handledInField(key: string, focus: Element, targets: KeyTargets): boolean {
  if (focus.id === 'search') {
    // Down from the search goes to what was found.
    return key === 'ArrowDown' && moveTo(0, targets);
  }
  const row = focus.closest<HTMLElement>('[data-finding]')?.dataset['finding'];
  if (key === 'Escape' && row !== undefined) {
    targets.moveTo(row);
    return true;
  }
  return false;
}

function handledInRow(key: string, focus: Element, targets: KeyTargets): boolean {
  const id = targets.current();
  const isOnTitle = focus.matches('.row-main');
  switch (key) {
    case 'ArrowDown':
      return move(1, targets);
    case 'ArrowUp':
      return move(-1, targets);
    case 'Home':
      return moveTo(0, targets);
    case 'End':
      return moveTo(targets.findings().length - 1, targets);
    case 'r':
      return id !== undefined && respond(id, targets);
    case ' ':
      return isOnTitle && toggle(id, targets);
    case 'ArrowRight':
      return id !== undefined && !targets.isExpanded(id) && toggle(id, targets);
    case 'ArrowLeft':
      return id !== undefined && targets.isExpanded(id) && collapse(id, targets);
    default:
      return false;
  }
}

function toggle(id: string | undefined, targets: KeyTargets): boolean {
  if (id !== undefined) {
    targets.toggle(id);
  }
  return id !== undefined;
}

function respond(id: string, targets: KeyTargets): boolean {
  targets.respond(id);
  return true;
}

function collapse(id: string, targets: KeyTargets): boolean {
  // What is about to go may hold the focus; the row's title takes it.
  targets.moveTo(id);
  return toggle(id, targets);
}

function move(step: 1 | -1, targets: KeyTargets): boolean {
  const findings = targets.findings();
  const current = findings.findIndex(({ finding }) => finding.id === targets.current());
  if (current === -1) {
    return moveTo(step === 1 ? 0 : findings.length - 1, targets);
  }
  return moveTo(Math.min(Math.max(current + step, 0), findings.length - 1), targets);
}

function moveTo(index: number, targets: KeyTargets): boolean {
  const target = targets.findings()[index];
  if (target === undefined) {
    return false;
  }
  targets.moveTo(target.finding.id);
  return true;
}
