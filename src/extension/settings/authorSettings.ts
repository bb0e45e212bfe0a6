import type { AuthorRequest } from '../../core/index.ts';

/** The settings about the author's model that are the user's and of no workspace, by their names below `planReview.author.`. */
export const authorSettingNames = ['provider', 'model', 'effort'] as const;

/** What somebody set, by name. The persona may come from a workspace: it names one of its own files. */
export type RawAuthorSettings = Readonly<
  Partial<Record<(typeof authorSettingNames)[number] | 'persona', unknown>>
>;

/** Who drafts, as far as settings say. What cannot be used is left out: the editor marks it where it was written. */
export function authorSettingsOf(raw: RawAuthorSettings, maxCostUsd: number | undefined): AuthorRequest {
  const provider = given(raw.provider);
  const model = given(raw.model);
  const persona = given(raw.persona);
  const effort = efforts.find((known) => known === raw.effort);
  return {
    ...(provider === undefined ? {} : { provider }),
    // A model is one of a provider's: without a provider nobody knows whose.
    ...(provider === undefined || model === undefined ? {} : { model }),
    ...(effort === undefined ? {} : { effort }),
    ...(persona === undefined ? {} : { persona }),
    ...(maxCostUsd === undefined ? {} : { maxCostUsd }),
  };
}

const efforts = ['low', 'medium', 'high'] as const;

function given(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
