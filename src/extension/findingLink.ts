/** A finding of a plan's review, as a link names it. */
export interface FindingLink {
  /** The plan's address, a URI as text. */
  readonly plan: string;
  /** `F1`, `F2` … */
  readonly finding: string;
}

/**
 * The path of a link to a finding. The plan's address is wrapped in base64url, because the places that show such links
 * (Problems, hover, peek) encode and decode addresses each in their own way.
 */
export function findingLinkPath(link: FindingLink): string {
  return `/finding/${link.finding}/${Buffer.from(link.plan, 'utf8').toString('base64url')}`;
}

/** What a path links to, or undefined when it is no link of ours: anybody can send the editor any link. */
export function parseFindingLink(path: string): FindingLink | undefined {
  const [, finding, plan] = /^\/finding\/(F[1-9][0-9]{0,8})\/([A-Za-z0-9_-]{1,8192})$/.exec(path) ?? [];
  if (finding === undefined || plan === undefined) {
    return undefined;
  }
  return { plan: Buffer.from(plan, 'base64url').toString('utf8'), finding };
}
