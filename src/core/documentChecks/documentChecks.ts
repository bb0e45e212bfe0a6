import type { Check, CheckContext, CheckFindingText, CheckOutcome } from '../checks/check.ts';
import { failureFindings } from '../checks/failures.ts';
import type { Claim } from '../domain/claim.ts';
import { rangeOf } from '../text/lineIndex.ts';
import type { Definition } from './definition.ts';
import { mentionsOf, type Mention } from './mentions.ts';
import { verifyValues, type Answer, type VerifyDeps } from './verifyValues.ts';

/** Makes documentation-driven checks of their definitions. In an untrusted workspace they are silent. */
export function documentChecks(
  definitions: readonly Definition[],
  deps: VerifyDeps & { readonly isTrusted: boolean },
): Check[] {
  return definitions.map((definition) => ({
    id: definition.id,
    title: definition.title,
    tags: ['documented'],
    severity: definition.severity,
    category: 'factuality',
    kinds: 'all',
    modes: ['plan', 'execution'],
    run: async (context) =>
      deps.isTrusted ? await runDefinition(definition, deps, context) : { claims: [], findings: [] },
  }));
}

async function runDefinition(
  definition: Definition,
  deps: VerifyDeps,
  context: CheckContext,
): Promise<CheckOutcome> {
  const mentions = mentionsOf(definition.pattern, context, deps.matcher);
  if (mentions === 'too-slow') {
    return { claims: [], findings: [tooSlow(definition, context)] };
  }
  const asked = mentions.filter((mention) => answerByIntent(mention) === undefined);
  const answers = await verifyValues(definition, [...new Set(asked.map(({ value }) => value))], {
    ...deps,
    timeLimit: context.settings.commandTimeLimit * 1000,
    signal: context.signal,
  });
  const claims = mentions.map((mention): Claim => {
    const answer = answerByIntent(mention) ?? answers.get(mention.value) ?? unanswered;
    return {
      kind: 'documented',
      value: mention.value,
      intent: mention.intent,
      verdict: answer.verdict,
      range: rangeOf(context.document.lines, mention.start, mention.end),
      detail: answer.detail,
      cached: answer.cached,
      check: definition.id,
    };
  });
  return {
    claims,
    findings: failureFindings(
      claims,
      (claim) => claim.value,
      (claim) => wording(definition, claim),
    ),
  };
}

const unanswered: Answer = { verdict: 'unverifiable', detail: 'was not verified', cached: false };

/** What the plan does not take for granted is not put to a command. */
function answerByIntent({ intent }: Mention): Answer | undefined {
  switch (intent) {
    case 'example':
      return { verdict: 'unverifiable', detail: 'an example', cached: false };
    case 'external':
      return { verdict: 'unverifiable', detail: 'not part of this project now', cached: false };
    case 'creates':
      return { verdict: 'pass', detail: 'to be created', cached: false };
    case 'exists':
    case 'modifies':
    case 'removes':
      return undefined;
  }
}

function wording(definition: Definition, claim: Claim): Omit<CheckFindingText, 'range'> {
  const value = claim.value.replaceAll('`', "'");
  return {
    title: `${definition.title}: ${claim.value}`,
    observation: `The plan names \`${value}\`, and the check \`${definition.id}\` says: ${definition.fail}`,
    concern: 'What the plan builds on does not hold.',
    recommendation: `Correct the plan, or see to it that it holds: ${definition.path}, line ${definition.line}, says what is verified.`,
  };
}

function tooSlow(definition: Definition, { document }: CheckContext): CheckFindingText {
  return {
    title: `Check "${definition.id}" gave up`,
    observation: `The pattern in ${definition.path}, line ${definition.line}, takes more than half a second on this plan.`,
    concern: 'Nothing of this plan was verified with it.',
    recommendation: 'Write the pattern without repetitions inside repetitions, such as (a+)+.',
    range: rangeOf(document.lines, 0, 0),
    severity: 'minor',
  };
}
