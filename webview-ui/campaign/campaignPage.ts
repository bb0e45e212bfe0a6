import { render } from 'lit-html';
import type { CampaignPage } from '../../src/protocol/campaignPage.ts';
import type { CampaignHost } from '../host.ts';
import { createNotesDesk } from '../insights/notesDesk.ts';
import { campaignTemplate } from './parts.ts';
import type { CampaignActions, CampaignScreen } from './screen.ts';

/** How many rows are drawn before the reader asks for more. */
const rowsAtOnce = 200;

/** Runs the page of a campaign inside `root`, for as long as the document lives. */
export function startCampaignPage(root: HTMLElement, host: CampaignHost): void {
  let campaign: CampaignPage | undefined;
  let failure: CampaignScreen['failure'];
  let limit = rowsAtOnce;
  const saved = host.restore();
  let scroll = scrollIn(saved);
  let announcement = '';
  const notes = createNotesDesk({
    kept: notesIn(saved),
    send: (_campaign, draft) => host.send({ type: 'campaign/save-notes', draft }),
    changed() {
      keep();
      draw();
    },
    announce(text) {
      announcement = text;
    },
  });

  const actions: CampaignActions = {
    showFinding: (plan, finding) => host.send({ type: 'campaign/show-finding', plan, finding }),
    showReview: (plan) => host.send({ type: 'campaign/show-review', plan }),
    openPlan: (plan) => host.send({ type: 'campaign/open-plan', plan }),
    archive: (isArchived) => host.send({ type: 'campaign/archive', isArchived }),
    notes: notes.actions,
    goOn: () => host.send({ type: 'campaign/go-on' }),
    showMore() {
      limit += rowsAtOnce;
      draw();
    },
  };

  function draw(): void {
    const form = notes.form(campaign?.id);
    render(campaignTemplate({ campaign, failure, limit, notes: form, announcement }, actions), root);
  }

  function keep(): void {
    host.save({ campaign: root.dataset['campaign'], scroll: window.scrollY, notes: notes.kept() });
  }

  host.onMessage((message) => {
    if (message.type === 'campaign/changed') {
      host.send({ type: 'campaign/get' });
      return;
    }
    if (message.type === 'campaign/notes') {
      if (campaign !== undefined) {
        notes.answered(campaign.id, message.notes, message.failure);
      }
      return;
    }
    campaign = message.campaign ?? campaign;
    failure = message.failure;
    if (message.campaign?.notes !== undefined) {
      notes.hear(message.campaign.id, message.campaign.notes);
    }
    draw();
    if (scroll > 0 && campaign !== undefined) {
      window.scrollTo(0, scroll);
      scroll = 0;
    }
  });

  window.addEventListener('scrollend', keep);
  history.scrollRestoration = 'manual';
  host.save({ campaign: root.dataset['campaign'], scroll, notes: notes.kept() });
  host.send({ type: 'campaign/get' });
}

function notesIn(saved: unknown): unknown {
  return typeof saved === 'object' && saved !== null && 'notes' in saved ? saved.notes : undefined;
}

function scrollIn(saved: unknown): number {
  return typeof saved === 'object' && saved !== null && 'scroll' in saved && typeof saved.scroll === 'number'
    ? saved.scroll
    : 0;
}
