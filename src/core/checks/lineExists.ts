import type { Claim } from '../domain/claim.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';
import { failureFindings } from './failures.ts';
import { fileTexts } from './fileTexts.ts';
import { lineMentions, type LineMention } from './lineMentions.ts';
import { claimOf, type Judgement } from './mention.ts';
import { isTicked } from './pastWork.ts';
import { namedFiles, pathFacts, type PathFacts } from './pathFacts.ts';

/** The lines a plan names are within their files. Whether the file is there is the matter of `file-exists`. */
export const lineExists: Check = {
  id: 'line-exists',
  title: 'Lines that the plan names are within their files',
  tags: ['factuality', 'files'],
  severity: 'minor',
  category: 'factuality',
  kinds: 'all',
  modes: ['plan', 'execution'],
  run: async (context) => {
    const mentions = lineMentions(context);
    if (mentions.length === 0) {
      return { claims: [], findings: [] };
    }
    const facts = await pathFacts(context);
    const judged = await Promise.all(mentions.map((mention) => judgeLine(context, mention, facts)));
    const claims = mentions.flatMap((mention, index) => {
      const judgement = judged[index];
      return judgement === undefined ? [] : [claimOf(context.document, 'line', mention, judgement)];
    });
    return { claims, findings: failureFindings(claims, (claim) => claim.value, wording) };
  },
};

async function judgeLine(
  context: CheckContext,
  { path, last, start }: LineMention,
  facts: PathFacts,
): Promise<Judgement | undefined> {
  const intent = 'exists';
  const files = namedFiles(facts, path);
  if (files.length === 0 || path.intent === 'creates' || path.intent === 'external') {
    return undefined;
  }
  if (path.intent === 'example') {
    return { intent: 'example', verdict: 'unverifiable', detail: 'an example' };
  }
  const read = await fileTexts(context);
  const texts = await Promise.all(files.map((file) => read(file)));
  const counts = texts.flatMap((text) => (text === undefined ? [] : [lineCount(text)]));
  const longest = Math.max(0, ...counts);
  // What is to be added behind the last line stands on the one that follows it.
  if (counts.length > 0 && last <= longest + 1) {
    return { intent, verdict: 'pass', detail: 'exists' };
  }
  if (files.length > 1 || counts.length === 0) {
    const detail = files.length > 1 ? 'several files have this name' : 'the file cannot be read as text';
    return { intent, verdict: 'unverifiable', detail };
  }
  // A bare `plan.md` or `README.md` may be any, and one with a line far behind its end here is another one's.
  const isBare = !path.value.includes('/');
  if (isBare && (/\.(?:md|mdx|txt|rst|adoc)$/i.test(path.value) || last > longest * farBehind)) {
    return { intent, verdict: 'unverifiable', detail: 'mostly in another project\u2019s file of this name' };
  }
  if (isTicked(context.document, start)) {
    return { intent, verdict: 'unverifiable', detail: 'of work that is done, and may have moved the lines' };
  }
  return { intent, verdict: 'fail', detail: `the file has ${longest} ${longest === 1 ? 'line' : 'lines'}` };
}

/** A bare name with a line so far behind the end of the file here, as a multiple of its lines, is another one's. */
const farBehind = 1.5;

function lineCount(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    count += 1;
  }
  return text === '' || text.endsWith('\n') ? count : count + 1;
}

function wording(claim: Claim): Omit<CheckFindingText, 'range'> {
  return {
    title: `No such line: ${claim.value}`,
    observation: `The plan names \`${claim.value}\`, but ${claim.detail}.`,
    concern:
      'The plan was written from another version of the file, or from none; what it says of it may be wrong too.',
    recommendation:
      'Look the place up again, and name what stands there, so that the reference survives the next edit.',
  };
}
