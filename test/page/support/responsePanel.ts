import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { PageMessage } from '../../../src/protocol/messages.ts';
import type { ReadableResponse, ResponseWords } from '../../../src/protocol/panelResponse.ts';
import type { PanelState } from '../../../src/protocol/panelState.ts';
import { launchBrowser } from '../../support/browser.ts';
import { openPanel, type OpenPanel } from './openPanel.ts';
import { answerable, createResponseHost, type ResponseHost } from './responseHost.ts';

export type Answer = ResponseWords['findings'][number];

/** An answer that says no more than it has to. */
export function answer(fields: Partial<Answer> & { readonly finding: string }): Answer {
  return { disposition: 'accepted', response: '', action: '', evidence: '', ...fields };
}

/** A panel with a host that stores responses, opened by each test of a suite by itself. */
export interface ResponsePanel {
  readonly panel: OpenPanel;
  readonly host: ResponseHost;
  readonly open: (state: PanelState, fields?: Partial<ReadableResponse>) => Promise<Page>;
  /** What the page has sent of one kind. */
  readonly sent: <T extends PageMessage['type']>(type: T) => Extract<PageMessage, { type: T }>[];
  /** The stored answer to a finding. */
  readonly answerTo: (id: string) => Answer | undefined;
  /** The findings that are listed. */
  readonly listed: () => Promise<string[]>;
  /** The id of what has the focus. */
  readonly focusedId: () => Promise<string>;
  readonly unfold: (id: string) => Promise<void>;
  /** Shows the response tab. */
  readonly tab: () => Promise<void>;
}

/** To be called in a suite: starts a browser for it, and sees to it that no test leaves trouble. */
export function responsePanel(): ResponsePanel {
  let browser: Browser;
  let panel: OpenPanel;
  let host: ResponseHost;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  afterEach(async () => {
    assert.deepEqual(panel.trouble, []);
    await panel.close();
  });
  return {
    get panel() {
      return panel;
    },
    get host() {
      return host;
    },
    async open(state, fields = {}) {
      const withResponse = state.response === undefined ? answerable(state, fields) : state;
      host = createResponseHost(withResponse);
      panel = await openPanel(browser, { state: withResponse, hear: (message) => host.hear(message) });
      await panel.page.locator('#tab-panel').waitFor();
      return panel.page;
    },
    sent: <T extends PageMessage['type']>(type: T) =>
      panel.sent.filter((message): message is Extract<PageMessage, { type: T }> => message.type === type),
    answerTo: (id) => host.stored().words.findings.find((known) => known.finding === id),
    listed: () => panel.page.locator('[data-finding] .row-id').allInnerTexts(),
    focusedId: () => panel.page.evaluate('document.activeElement.id'),
    unfold: (id) => panel.page.getByRole('button', { name: `Details of ${id}`, exact: true }).click(),
    tab: () => panel.page.locator('#tab-response').click(),
  };
}
