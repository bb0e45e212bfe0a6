import * as vscode from 'vscode';
import type {
  PacketPlans,
  PanelRequest,
  PlanReview,
  ProviderState,
  RoundView,
  UnfinishedView,
} from '../../core/index.ts';
import { choose, type Entry } from '../choose.ts';
import { loadCore } from '../core.ts';
import { readModelSettings } from '../models/modelOptions.ts';
import { aboutOf, pickAbout } from '../packets/pickAbout.ts';
import type { Parts } from '../parts.ts';
import { usdText } from '../../protocol/usdText.ts';
import type { PlanTarget } from '../planTarget.ts';
import { logFailure } from '../tell.ts';
import { estimateText, panelOf, restoreChoice, type ReviewerChoice, type ReviewerGroup } from './choice.ts';
import { pickModel } from './pickModel.ts';
import { pickPersonas } from './pickPersonas.ts';
import { providerName, unfinishedText, usedProvider } from './providers.ts';

/** What the user wants: to go on with the round that was left unfinished, or a new one. */
export type Picked =
  | { readonly kind: 'resume' }
  | {
      readonly kind: 'review';
      readonly panel: PanelRequest | undefined;
      /** The plan that is read beside a packet. */
      readonly about?: string | undefined;
    };

/** What the list of reviewers is made of. */
export interface ReviewerOffer {
  readonly parts: Parts;
  /** What is read: a plan, or the first of several under a name for all of them. */
  readonly target: Pick<PlanTarget, 'path' | 'name'>;
  /** How many plans are read, where it is several: what one may cost is told of the first. */
  readonly each?: number;
  readonly review: PlanReview;
  readonly states: readonly ProviderState[];
  readonly unfinished: UnfinishedView | undefined;
  /** The round that the next one follows; undefined for the first. */
  readonly latest: RoundView['round'] | undefined;
  /** A packet, and the plans that it names; left out for any other plan. */
  readonly packet?: { readonly target: PlanTarget; readonly plans: PacketPlans } | undefined;
}

type Answer = ReviewerGroup | 'resume' | 'model' | 'about';

const savedAs = 'planReview.reviewers';

/** Asks who is to read a plan, and on which models; undefined when the user wants nobody to. The workspace remembers. */
export async function pickReviewers(offer: ReviewerOffer): Promise<Picked | undefined> {
  const { workspaceState } = offer.parts.extension;
  let choice = stillUsable(restoreChoice(workspaceState.get(savedAs)), offer.states);
  let about = offer.packet && aboutOf(offer.packet.plans);
  for (;;) {
    const answer = await choose(listOf(offer, choice, about));
    if (answer === undefined) {
      return undefined;
    }
    if (answer === 'resume') {
      return { kind: 'resume' };
    }
    if (answer === 'model') {
      choice = (await chooseModel(offer.parts, offer.states)) ?? choice;
      continue;
    }
    if (answer === 'about') {
      const chosen = offer.packet && (await pickAbout(offer.packet.target, offer.packet.plans));
      about = chosen === undefined ? about : chosen.path;
      continue;
    }
    const personas =
      answer === 'manual' ? await pickPersonas(offer.review, choice.personas) : choice.personas;
    if (personas === undefined) {
      continue;
    }
    choice = { ...choice, group: answer, personas };
    await workspaceState.update(savedAs, choice);
    return { kind: 'review', panel: panelOf(choice, readModelSettings().maxCostUsd), about };
  }
}

/** Lets the user choose the models for reviews in this workspace; undefined when they choose nothing else. */
export async function chooseModel(
  { extension }: Parts,
  states: readonly ProviderState[],
): Promise<ReviewerChoice | undefined> {
  const choice = stillUsable(restoreChoice(extension.workspaceState.get(savedAs)), states);
  const model = await pickModel(states, choice);
  if (model === undefined) {
    return undefined;
  }
  const chosen = { ...choice, ...model };
  await extension.workspaceState.update(savedAs, chosen);
  return chosen;
}

/** A provider that cannot be used at present is forgotten together with its model. */
function stillUsable(choice: ReviewerChoice, states: readonly ProviderState[]): ReviewerChoice {
  return usedProvider(states, choice.provider)?.provider === choice.provider
    ? choice
    : { ...choice, provider: undefined, model: undefined };
}

type GroupEntry = Entry<Answer> & { readonly answer: ReviewerGroup };

/** Every entry has as many lines as it will ever have: a list that grows moves under the mouse. */
function groupEntries(latest: ReviewerOffer['latest']): readonly GroupEntry[] {
  return latest === undefined ? firstRoundEntries() : laterRoundEntries(latest);
}

function firstRoundEntries(): readonly GroupEntry[] {
  return [
    {
      label: 'Checks alone',
      iconPath: new vscode.ThemeIcon('checklist'),
      description: 'nothing is sent anywhere',
      detail: 'Verifies what the plan claims.',
      answer: 'checks',
    },
    {
      label: 'The usual reviewers',
      iconPath: new vscode.ThemeIcon('organization'),
      detail: 'A lead who reads everything, then specialists who look for what is missing.',
      answer: 'usual',
    },
    {
      label: 'All reviewers',
      iconPath: new vscode.ThemeIcon('organization'),
      detail: 'Everybody who comes with Plan Review.',
      answer: 'all_core',
    },
    {
      label: 'Selected reviewers',
      iconPath: new vscode.ThemeIcon('sparkle'),
      detail: 'A model selects those whom the plan’s content asks for.',
      answer: 'smart_sampling',
    },
    {
      label: 'Chosen reviewers…',
      iconPath: new vscode.ThemeIcon('person'),
      detail: 'You choose them by name.',
      answer: 'manual',
    },
  ];
}

/** Whoever raised what is open decides it, whichever group is chosen: a group names who reads beside them. */
function laterRoundEntries({ number, panel }: RoundView['round']): readonly GroupEntry[] {
  const cost = panel?.costUsd;
  const before = cost === undefined ? {} : { description: `round ${number} took ${usdText(cost)}` };
  return [
    {
      label: 'Checks alone',
      iconPath: new vscode.ThemeIcon('checklist'),
      description: 'nothing is sent anywhere',
      detail: 'The checks decide their own findings. No other one is resolved.',
      answer: 'checks',
    },
    {
      label: 'Who raised what is open',
      iconPath: new vscode.ThemeIcon('organization'),
      ...before,
      detail: 'Each decides the findings of its own, and reads what was changed.',
      answer: 'usual',
    },
    {
      label: 'All reviewers',
      iconPath: new vscode.ThemeIcon('organization'),
      detail: 'The others read what was changed, too.',
      answer: 'all_core',
    },
    {
      label: 'Chosen reviewers…',
      iconPath: new vscode.ThemeIcon('person'),
      detail: 'Those whom you name read what was changed, beside those who decide.',
      answer: 'manual',
    },
  ];
}

function listOf(
  offer: ReviewerOffer,
  choice: ReviewerChoice,
  about: string | undefined,
): Parameters<typeof choose<Answer>>[0] {
  const { unfinished, states, target, latest } = offer;
  const groups = groupEntries(latest);
  const used = usedProvider(states, choice.provider);
  const model = choice.model ?? used?.models?.[0];
  const resume: Entry<Answer>[] =
    unfinished === undefined
      ? []
      : [
          {
            label: `Resume round ${unfinished.number}`,
            iconPath: new vscode.ThemeIcon('debug-continue'),
            description: unfinishedText(unfinished),
            detail: 'On the text that it began with. Who has answered is not asked again.',
            answer: 'resume',
          },
        ];
  return {
    title: latest === undefined ? `Review ${target.name}` : `Round ${latest.number + 1} of ${target.name}`,
    placeholder: offer.packet === undefined ? 'Who reads the plan?' : 'Who reads the packet?',
    entries: [
      ...resume,
      ...groups,
      ...aboutEntries(offer, about),
      { label: 'Models', kind: vscode.QuickPickItemKind.Separator },
      {
        iconPath: new vscode.ThemeIcon('server'),
        label: `${used === undefined ? 'None' : providerName(used.provider)}${model === undefined ? '' : `: ${model}`}`,
        description: choice.provider === undefined ? 'chosen automatically; change…' : 'change…',
        answer: 'model',
      },
    ],
    active: resume[0] ?? groups.find(({ answer }) => answer === choice.group),
    // What a later round costs follows from what is open and changed; an estimate is one of a first round.
    ...(latest === undefined
      ? {
          fill: (changed: () => void, signal: AbortSignal) =>
            fillEstimates(offer, { choice, about, groups, changed, signal }),
        }
      : {}),
  };
}

/** Which plan is read beside a packet. A later round decides findings, and reads none. */
function aboutEntries({ packet, latest }: ReviewerOffer, about: string | undefined): Entry<Answer>[] {
  return packet === undefined || latest !== undefined
    ? []
    : [
        { label: 'Plan that it is about', kind: vscode.QuickPickItemKind.Separator },
        {
          label: about ?? 'No plan',
          iconPath: new vscode.ThemeIcon('file'),
          description: about === undefined ? 'choose…' : 'read beside the packet; change…',
          answer: 'about',
        },
      ];
}

/** Writes behind each group what it may cost, and who that is. Nothing is sent for it. */
async function fillEstimates(
  { review, target, parts, each }: ReviewerOffer,
  {
    choice,
    about,
    groups,
    changed,
    signal,
  }: {
    readonly choice: ReviewerChoice;
    readonly about: string | undefined;
    readonly groups: readonly GroupEntry[];
    readonly changed: () => void;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { printable } = await loadCore();
  for (const entry of groups) {
    const panel = panelOf({ ...choice, group: entry.answer }, undefined);
    const isNobody = entry.answer === 'manual' && choice.personas.length === 0;
    if (panel === undefined || isNobody || signal.aborted) {
      continue;
    }
    try {
      const estimate = await review.estimate({
        path: target.path,
        panel,
        signal,
        ...(about === undefined ? {} : { about }),
      });
      entry.description =
        each === undefined
          ? estimateText(estimate)
          : `${estimateText(estimate)} for the first of ${each} plans`;
      if (entry.answer === 'manual' || entry.answer === 'usual') {
        entry.detail = printable(estimate.reviewers.map(({ name }) => name).join(', '));
      }
      changed();
    } catch (error) {
      // Whoever is chosen is told why it does not work; a list is no place for it.
      if (!signal.aborted) {
        logFailure(error, parts.log);
      }
    }
  }
}
