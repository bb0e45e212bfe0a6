import { frontMatterValue, parseFrontMatter } from '../text/frontMatter.ts';
import { isTemplate } from './mention.ts';

/** Whether the work of a plan is still to be done, as far as the plan or its place says so. */
export type PlanStatus = 'open' | 'closed' | 'unstated';

const closed =
  /^(?:done|complet(?:e|ed|ion)|executed|implemented|finished|merged|shipped|released|closed|archived?|superseded|replaced|abandoned|rejected|declined|withdrawn|obsolete|outdated|deprecated|cancell?ed|success(?:ful)?|resolved|applied|deferred|delivered|deployed|landed|stable|final|retired|history|historical|old|attic)$/i;
const open =
  /^(?:draft(?:s|ed|ing)?|propos(?:al|als|ed)|plann(?:ed|ing)|pending|open|new|todo|ready|(?:in-)?progress|ongoing|review|active|approved|accepted|started|working|wip|current|executing|implementing|implementable|initial|next|upcoming|backlog|feature-requests|blocked|incomplete|partial(?:ly)?|not|unfinished)$/i;

/** "**Status**: In progress", "- Status: Draft", "| Status | Draft |" near the top of a plan. */
const statusLine = /^[\s>|*_-]*status[\s*_:|]*[:|][\s*_:|]*(\S[^\n|]{0,80})/im;

/** How far from its beginning a plan says what its status is. */
const head = 3000;

/**
 * What a plan's front matter (`status`), a line of its head ("**Status**: Draft") or the folders it lies in (`executed`,
 * `feature-requests`) say of it. What is closed by either is closed, and a template is no work at all. Of several words the first counts: "in progress,
 * 3 of 5 done" is open.
 */
export function planStatus(path: string, text: string): PlanStatus {
  const stated =
    frontMatterValue(parseFrontMatter(text), 'status') ?? statusLine.exec(text.slice(0, head))?.[1] ?? '';
  const signs = new Set([statusIn(stated.split(/\P{L}+/u)), statusOfFolders(path)]);
  return isTemplate(path) || signs.has('closed') ? 'closed' : signs.has('open') ? 'open' : 'unstated';
}

/** What the innermost folder that says anything says of the files in it. */
export function statusOfFolders(path: string): PlanStatus {
  return statusIn(path.split('/').slice(0, -1).toReversed());
}

function statusIn(words: readonly string[]): PlanStatus {
  const word = words.find((each) => closed.test(each) || open.test(each));
  return word === undefined ? 'unstated' : closed.test(word) ? 'closed' : 'open';
}
