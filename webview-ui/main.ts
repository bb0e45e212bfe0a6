import { startCampaignPage } from './campaign/campaignPage.ts';
import { connectCampaign, connectPanel } from './host.ts';
import { startPage } from './page.ts';
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has nothing to assign
import './styles/main.css';

const root = document.querySelector<HTMLElement>('#app');
if (root !== null) {
  if (root.dataset['campaign'] === undefined) {
    startPage(root, connectPanel());
  } else {
    startCampaignPage(root, connectCampaign());
  }
}
