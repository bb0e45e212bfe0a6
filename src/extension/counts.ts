import type { Severity } from '../core/index.ts';

const order: readonly Severity[] = ['critical', 'major', 'minor', 'suggestion'];

/** `3 findings (1 major, 2 minor)`, worst first; `no findings` when there are none. */
export function countFindings(findings: readonly { readonly severity: Severity }[]): string {
  if (findings.length === 0) {
    return 'no findings';
  }
  const parts = order.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    if (count === 0) {
      return [];
    }
    return [severity === 'suggestion' && count > 1 ? `${count} suggestions` : `${count} ${severity}`];
  });
  return `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'} (${parts.join(', ')})`;
}

/** `8 claims hold, 1 does not, 2 cannot be verified`; undefined when the plan claims nothing. */
export function countClaims(summary: {
  readonly pass: number;
  readonly fail: number;
  readonly unverifiable: number;
}): string | undefined {
  const { pass, fail, unverifiable } = summary;
  if (pass + fail + unverifiable === 0) {
    return undefined;
  }
  const parts = [`${pass} ${pass === 1 ? 'claim holds' : 'claims hold'}`];
  if (fail > 0) {
    parts.push(`${fail} ${fail === 1 ? 'does' : 'do'} not`);
  }
  if (unverifiable > 0) {
    parts.push(`${unverifiable} cannot be verified`);
  }
  return parts.join(', ');
}
