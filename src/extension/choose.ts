import * as vscode from 'vscode';

/** An entry of a list, and what choosing it means. A separator means nothing. */
export interface Entry<A> extends vscode.QuickPickItem {
  readonly answer?: A;
}

/** A list to choose one entry from. */
export interface Choosing<A> {
  readonly title: string;
  readonly placeholder: string;
  readonly entries: readonly Entry<A>[];
  /** The entry that Enter takes; the first one unless said otherwise. */
  readonly active?: Entry<A> | undefined;
  /**
   * Works out what takes a while to know, writes it into the entries, and calls `changed` each time. Must not reject.
   * `signal` is aborted when the user has chosen.
   */
  readonly fill?: (changed: () => void, signal: AbortSignal) => Promise<void>;
}

/** Lets the user choose one entry of a list that may still be filled in. Undefined when they choose nothing. */
export async function choose<A>(list: Choosing<A>): Promise<A | undefined> {
  const { title, placeholder, entries, active, fill } = list;
  const pick = vscode.window.createQuickPick<Entry<A>>();
  const ending = new AbortController();
  pick.title = title;
  pick.placeholder = placeholder;
  pick.items = entries;
  pick.keepScrollPosition = true;
  if (active !== undefined) {
    pick.activeItems = [active];
  }
  const changed = (): void => {
    if (!ending.signal.aborted) {
      const current = pick.activeItems;
      pick.items = [...entries];
      pick.activeItems = current;
    }
  };
  try {
    const chosen = new Promise<A | undefined>((resolve) => {
      pick.onDidAccept(() => resolve(pick.selectedItems[0]?.answer));
      pick.onDidHide(() => resolve(undefined));
    });
    pick.show();
    if (fill !== undefined) {
      pick.busy = true;
      void fill(changed, ending.signal).finally(() => (pick.busy = false));
    }
    return await chosen;
  } finally {
    ending.abort();
    pick.dispose();
  }
}
