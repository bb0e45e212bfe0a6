import type { Intent } from '../domain/claim.ts';
import type { CheckContext } from './check.ts';
import { intentAt } from './intent.ts';
import { isExample, type Mention } from './mention.ts';
import { makesScript } from './plannedScripts.ts';
import { scriptCall, type ScriptCall } from './scriptCommands.ts';
import type { Segment } from './segments.ts';
import { shellCommands } from './shellCommands.ts';

/** A script or a make target that a command of the plan runs. */
export interface ScriptMention extends Pick<Mention, 'value' | 'start'> {
  readonly call: ScriptCall;
  readonly isOptional: boolean;
  /** Whether the plan has it run, rather than speaks of it. */
  readonly isRun: boolean;
  /** Why the plan runs it; asked only of scripts that are missing. */
  readonly intent: () => Intent;
}

/** The scripts and targets that a plan names in its commands, in order. */
export async function scriptMentions(context: CheckContext): Promise<ScriptMention[]> {
  return (await shellCommands(context)).flatMap((command) => {
    const call = command.place === 'other' ? undefined : scriptCall(command);
    if (call === undefined || !/^[\w.:/@+-]+$/.test(call.word.text)) {
      return [];
    }
    const { segment, at, isOptional } = command;
    const [start, end] = command.place === 'span' ? [at.start, at.end] : [0, 0];
    const intent = (): Intent => {
      if (isExample(segment, start)) {
        return 'example';
      }
      if (makesScript(segment, start, end)) {
        return 'creates';
      }
      const stated = intentAt(segment, start, end).intent;
      return stated === 'example' || stated === 'external' ? stated : 'exists';
    };
    const isRun = command.place !== 'span' || isHadRun(segment, start, end);
    return [{ value: call.word.text, start: call.word.start, call, isOptional, isRun, intent }];
  });
}

/**
 * "Run `make lint`", "`make lint` passes". Of what is only spoken of ("so that `make clean` wipes it") the plan may be the one that
 * makes it.
 */
function isHadRun({ words }: Segment, start: number, end: number): boolean {
  // Of "Run `a`, `b` and `c`" the first words speak of all.
  const before = words
    .slice(Math.max(0, start - wordsBefore), start)
    .replaceAll(/[`*]/g, '')
    .replaceAll(/\u{fffc}+/gu, '\u{fffc}')
    .replace(/(?:\u{fffc}[\s,;&+]{0,3}(?:(?:and|or|then)\s)?)+$/u, '');
  const behind = words.slice(end, end + 40);
  // "No linting errors: `npm run lint`" at the end of an item, and an item that is a command
  const isItem = /(?::\s*|^[\s\d.)[\]x>-]*)$/i.test(before) && endOfItem.test(behind);
  return isItem || ordered.test(before.slice(-60)) || outcome.test(behind);
}

const wordsBefore = 300;
/** Not "`make observe` brings it up", which tells what there will be. */
const endOfItem =
  /^[`*.)\s\u{fffc}]*(?:\n|$|[,;:(&+–—→]|-|(?:and|or|then|after|before|again|from|on|in|at|with|without)\b)/u;
const ordered =
  /(?:^|[^\w-])(?:(?:re-?)?runs?|execute|invoke|call|verify|check|confirm|ensure|existing|current(?:ly)?|already|pass(?:ed|es|ing)?)\W{0,6}(?:(?:that|the|of|full|whole|again|existing)\W{1,4}){0,3}$/i;
const outcome =
  /^[\s`*\u{fffc}),]{0,6}(?:(?:both|all|still)\s)?(?:pass|exit|succeed|compile|build|start|boot|run|work|complete|finish|report|return|is clean|is green|green|clean)(?:e?[sd])?\b/iu;
