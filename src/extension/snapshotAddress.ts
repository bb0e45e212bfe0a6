/** The scheme of a round's snapshot as a read-only document. */
export const snapshotScheme = 'plan-review-snapshot';

/** Which snapshot. */
export interface SnapshotAddress {
  /** The plan's address, a URI as text. */
  readonly plan: string;
  readonly round: number;
}

/** The parts of a snapshot's address. Its path ends like the plan's, so that the editor knows the language. */
export function snapshotParts(address: SnapshotAddress): { readonly path: string; readonly query: string } {
  const name = decodeURIComponent(address.plan.slice(address.plan.lastIndexOf('/') + 1));
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  return {
    path: `/${stem} (round ${address.round})${ending}`,
    query: `${address.round}.${Buffer.from(address.plan, 'utf8').toString('base64url')}`,
  };
}

/** Which snapshot an address means, or undefined when it is none of ours. */
export function parseSnapshotQuery(query: string): SnapshotAddress | undefined {
  const [, round, plan] = /^([1-9][0-9]{0,5})\.([A-Za-z0-9_-]+)$/.exec(query) ?? [];
  if (round === undefined || plan === undefined) {
    return undefined;
  }
  return { round: Number(round), plan: Buffer.from(plan, 'base64url').toString('utf8') };
}
