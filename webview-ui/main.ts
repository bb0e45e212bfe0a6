import { connectVsCode } from './host.ts';
import { startPage } from './page.ts';
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has nothing to assign
import './styles/main.css';

const root = document.querySelector<HTMLElement>('#app');
if (root !== null) {
  startPage(root, connectVsCode());
}
