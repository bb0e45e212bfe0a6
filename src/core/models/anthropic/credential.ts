import { PlanReviewError } from '../../base/errors.ts';

/** What a user proves who they are with: a key, or a token of a gateway. */
export type AnthropicCredential =
  | { readonly apiKey: string; readonly authToken?: undefined }
  | { readonly authToken: string; readonly apiKey?: undefined };

/** A credential that is fit to be a header, and the one function that may print texts that could hold it. */
export interface Credential {
  readonly kind: 'apiKey' | 'authToken';
  readonly secret: string;
  /** The text without the secret. */
  scrub(text: string): string;
}

/**
 * Takes a credential as people paste them.
 * @throws PlanReviewError `settings-invalid` for one that no header can carry; `fetch` would print it in its complaint.
 */
export function readCredential(given: AnthropicCredential): Credential {
  const kind = given.apiKey === undefined ? 'authToken' : 'apiKey';
  const secret = (given.apiKey ?? given.authToken ?? '').trim();
  if (!/^[\x21-\x7e]+$/.test(secret)) {
    throw new PlanReviewError({
      code: 'settings-invalid',
      message:
        secret === ''
          ? 'The key for the Anthropic provider is empty.'
          : 'The key for the Anthropic provider holds characters that no key has.',
      wayOut: 'Set it again, copied whole and by itself.',
    });
  }
  return { kind, secret, scrub: (text) => text.replaceAll(secret, '[removed]') };
}
