import * as vscode from 'vscode';
import { choose, type Entry } from '../choose.ts';
import type { Parts } from '../parts.ts';
import { statuses, statusNames, verdicts, type CampaignFilter } from './campaignFilter.ts';

/** What a filter goes by. */
type Part = keyof CampaignFilter;

/** Asks by what to narrow the list, and to what. Undefined where the user chooses nothing. */
export async function pickFilter(parts: Parts, filter: CampaignFilter): Promise<CampaignFilter | undefined> {
  const entry = (label: string, answer: Part, none: string): Entry<Part> => ({
    label,
    description: filter[answer] ?? none,
    answer,
  });
  const part = await choose<Part>({
    title: 'Show Only Campaigns…',
    placeholder: 'By what?',
    entries: [
      entry('Status', 'status', 'any'),
      entry('Verdict', 'verdict', 'any'),
      entry('Reviewer', 'reviewer', 'anybody'),
      entry('Plan or folder', 'content', 'anywhere'),
      entry('Archived', 'archived', 'no'),
    ],
  });
  if (part === undefined) {
    return undefined;
  }
  const chosen = await choose<Pick<CampaignFilter, Part>>({
    title: 'Show Only Campaigns…',
    placeholder: 'Which?',
    entries: [{ label: 'Any', answer: {} }, ...(await valuesOf(part, parts))],
  });
  if (chosen === undefined) {
    return undefined;
  }
  const { [part]: _before, ...rest } = filter;
  return { ...rest, ...chosen };
}

async function valuesOf(part: Part, parts: Parts): Promise<readonly Entry<CampaignFilter>[]> {
  switch (part) {
    case 'status':
      return statuses.map((status) => ({
        label: statusNames[status],
        answer: { status },
      }));
    case 'verdict':
      return verdicts.map((verdict) => ({ label: verdict, answer: { verdict } }));
    case 'archived':
      return [{ label: 'Archived', answer: { archived: 'only' } }];
    case 'reviewer': {
      const ids = new Set<string>(['checks']);
      for (const review of await enginesOf(parts)) {
        const [{ personas }, records] = await Promise.all([review.personas(), review.personaRecords()]);
        personas.forEach(({ id }) => ids.add(id));
        records.forEach(({ reviewer }) => ids.add(reviewer));
      }
      return [...ids].map((reviewer) => ({ label: reviewer, answer: { reviewer } }));
    }
    case 'content': {
      const places = new Set<string>();
      for (const review of await enginesOf(parts)) {
        for (const { plan } of await review.reviews()) {
          plan?.path.split('/').forEach((_, index, all) => places.add(all.slice(0, index + 1).join('/')));
        }
      }
      return [...places].toSorted().map((content) => ({ label: content, answer: { content } }));
    }
  }
}

async function enginesOf(parts: Parts) {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  return Promise.all(folders.map((folder) => parts.engine.of(folder)));
}
