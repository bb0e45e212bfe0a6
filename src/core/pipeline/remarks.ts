import { groupBy } from '../base/groupBy.ts';
import type { Claim } from '../domain/claim.ts';
import type { Question, Strength } from '../domain/round.ts';

/** What the checks can say in a plan's favour: only what they looked at, and only what holds without exception. */
export function strengthsOf(result: {
  ran: readonly string[];
  claims: readonly Claim[];
  findings: readonly { check: string }[];
  suppressed?: readonly { check: string }[] | undefined;
}): Strength[] {
  const held = result.claims.filter((claim) => claim.verdict === 'pass').length;
  const failed = result.claims.some((claim) => claim.verdict === 'fail');
  const isClean = (check: string): boolean =>
    result.ran.includes(check) &&
    ![...result.findings, ...(result.suppressed ?? [])].some((finding) => finding.check === check);
  const texts = [
    held > 0 && !failed && `Every claim that can be verified holds (${held} of them).`,
    isClean('sections-present') && 'Every section that this kind of plan needs is there.',
    isClean('placeholder-left') && 'Nothing is left to be filled in.',
  ];
  return texts.filter((text) => text !== false).map((text, index) => ({ id: `S${index + 1}`, text }));
}

/** What only the author can answer: claims about the project's own files that are open to two readings. */
export function questionsOf(claims: readonly Claim[]): Question[] {
  const open = claims.filter(
    (claim) =>
      claim.verdict === 'unverifiable' &&
      (claim.kind === 'file' || claim.kind === 'directory') &&
      claim.intent !== 'example' &&
      claim.intent !== 'external',
  );
  const byValue = groupBy(open, (claim) => claim.value);
  return [...byValue.values()].flatMap(([first], index) =>
    first === undefined ? [] : [{ id: `Q${index + 1}`, text: questionText(first) }],
  );
}

function questionText(claim: Claim): string {
  const thing = claim.kind === 'directory' ? 'folder' : 'file';
  return `Line ${claim.range.start.line}: \`${claim.value}\` ${claim.detail}. Which ${thing} is meant, or is it to be created?`;
}
