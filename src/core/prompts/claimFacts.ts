import type { Claim } from '../domain/claim.ts';
import { fenced } from './fence.ts';

/** Of claims that hold, a reviewer needs to know that they were looked at; of the others, each one. */
const listLimit = 300;

/** What the checks found out about the plan's claims, as facts for a reader who cannot look them up. */
export function claimFacts(claims: readonly Claim[]): string {
  if (claims.length === 0) {
    return 'The plan names nothing that could be verified against the repository.';
  }
  const order = { fail: 0, unverifiable: 1, pass: 2 } as const;
  const sorted = claims.toSorted((a, b) => order[a.verdict] - order[b.verdict]);
  const lines = sorted.slice(0, listLimit).map(describe);
  const left = sorted.length - lines.length;
  if (left > 0) {
    lines.push(`and ${left} more`);
  }
  return `These claims of the plan were verified against the repository. The verdicts are facts: do not dispute or repeat them.
${fenced('claims', lines.join('\n'))}`;
}

function describe({ verdict, kind, value, intent, range, detail, suggestion }: Claim): string {
  const hint = suggestion === undefined ? '' : `; perhaps ${suggestion}`;
  return `${verdict}: ${kind} ${JSON.stringify(value)} (${intent}, line ${range.start.line}): ${detail}${hint}`;
}
