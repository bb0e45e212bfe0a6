import * as vscode from 'vscode';
import type { PacketPlans } from '../../core/index.ts';
import { choose, type Entry } from '../choose.ts';
import { loadCore } from '../core.ts';
import { planGlob, planOf, type PlanTarget } from '../planTarget.ts';

/** More files than this are no list to choose from. */
const mostFiles = 2_000;

/** The plan that is read beside a packet unless somebody chooses another: what it states, or the only one that it names. */
export function aboutOf({ stated, named }: PacketPlans): string | undefined {
  return stated ?? (named.length === 1 ? named[0] : undefined);
}

/** What the user chose; `path` is undefined for no plan at all. */
interface ChosenPlan {
  readonly path: string | undefined;
}

/** Asks which plan is read beside a packet: those that it names come first. Undefined where the user chooses nothing. */
export async function pickAbout(target: PlanTarget, plans: PacketPlans): Promise<ChosenPlan | undefined> {
  const { printable } = await loadCore();
  const named = [...(plans.stated === undefined ? [] : [plans.stated]), ...plans.named];
  const others = (await plansIn(target)).filter((path) => !named.includes(path));
  const entry = (path: string): Entry<ChosenPlan> => ({ label: printable(path), answer: { path } });
  return choose<ChosenPlan>({
    title: `Review ${target.name}`,
    placeholder: 'Which plan is read beside the packet?',
    entries: [
      ...named.map((path) => ({ ...entry(path), description: 'named by the packet' })),
      { label: 'No plan', description: 'the packet stands by itself', answer: { path: undefined } },
      { label: 'Other documents', kind: vscode.QuickPickItemKind.Separator },
      ...others.map(entry),
    ],
  });
}

async function plansIn(target: PlanTarget): Promise<readonly string[]> {
  const left = '{**/node_modules/**,**/.plan-review/**,**/.git/**}';
  const within = new vscode.RelativePattern(target.folder, planGlob);
  const files = await vscode.workspace.findFiles(within, left, mostFiles);
  return files
    .flatMap((uri) => planOf(uri) ?? [])
    .filter(({ key, folder }) => key !== target.key && folder === target.folder)
    .map(({ path }) => path)
    .toSorted((a, b) => a.localeCompare(b));
}
