import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import type { Browser } from 'playwright-core';
import type { PageMessage } from '../../../src/protocol/messages.ts';
import { launchBrowser } from '../../support/browser.ts';
import { openPanel, type OpenPanel } from './openPanel.ts';
import { decided, storyHost } from './storyStates.ts';

type Options = Parameters<typeof openPanel>[1];

/** The panel of a suite's tests: opened by each, and closed behind it without any trouble in it. */
export interface StoryPanel {
  /** The one that is open. */
  readonly now: OpenPanel;
  /** Opens a panel of a review with two rounds unless said otherwise, and waits for its title. */
  open(
    state?: Options['state'],
    hear?: Options['hear'],
    theme?: Options['theme'],
  ): Promise<OpenPanel['page']>;
  /** What the page has sent of one type, oldest first. */
  sent<T extends PageMessage['type']>(type: T): Extract<PageMessage, { type: T }>[];
}

/** Sets up the panels of a suite; called within its `describe`. */
export function useStoryPanel(): StoryPanel {
  let browser: Browser;
  let panel: OpenPanel;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  afterEach(async () => {
    assert.deepEqual(panel.trouble, []);
    await panel.close();
  });
  return {
    get now() {
      return panel;
    },
    async open(state = decided, hear = storyHost(), theme = 'dark') {
      panel = await openPanel(browser, { state, hear, theme, width: 1000 });
      await panel.page.getByRole('heading', { level: 1 }).waitFor();
      return panel.page;
    },
    sent: <T extends PageMessage['type']>(type: T) =>
      panel.sent.filter((message): message is Extract<PageMessage, { type: T }> => message.type === type),
  };
}
