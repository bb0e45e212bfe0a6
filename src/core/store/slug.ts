import { sha256 } from '../base/hash.ts';

/** A slug is at most this long, so that a review's paths stay within what Windows can open. */
const LONGEST_SLUG = 60;
const HASH_LENGTH = 8;

/** Names that Windows gives to devices, whatever the folder and the extension. */
const WINDOWS_DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/**
 * The folder name for the review of the plan at `path`: `docs/plans/PRP-30 Cache.md` is `docs-plans-prp-30-cache`.
 * Lower-case letters, digits and single hyphens. Two paths may share one; see `distinctSlug`.
 */
export function slugOf(path: string): string {
  const withoutExtension = path.normalize('NFC').replace(/\.[^./]*$/, '');
  const plain = withoutExtension.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const slug = plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  // A path in another script leaves little or nothing to read; its hash keeps it apart from its neighbours.
  const isLossy = /[^\p{ASCII}]/u.test(plain);
  if (slug === '' || isLossy || WINDOWS_DEVICE.test(slug)) {
    return withHash(slug === '' ? 'plan' : slug, path);
  }
  // The end of a path says more than its start.
  return slug.length > LONGEST_SLUG ? withHash(slug, path) : slug;
}

/** The folder name for a plan whose slug already stands for another plan. */
export function distinctSlug(path: string): string {
  const slug = slugOf(path);
  return slug.endsWith(`-${shortHash(path)}`) ? slug : withHash(slug, path);
}

/** A file name for an id that may hold anything: the id itself where that is harmless. */
export function fileNameOf(id: string): string {
  return /^[a-z0-9][a-z0-9-]*$/.test(id) && id === slugOf(id) ? id : distinctSlug(id);
}

function withHash(slug: string, path: string): string {
  const room = LONGEST_SLUG - HASH_LENGTH - 1;
  const end = slug.slice(-room).replace(/^-+/, '');
  return `${end}-${shortHash(path)}`;
}

function shortHash(path: string): string {
  return sha256(path.normalize('NFC')).slice(0, HASH_LENGTH);
}
