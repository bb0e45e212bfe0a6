import { z } from 'zod';

/** In UTF-16 units; whoever has more to say writes a document. */
export const longestNotes = 50_000;

/** `notes.json`, beside the analysis of a round or of a campaign over several plans: what a person has noted on it. */
export const notesSchema = z.strictObject({
  schemaVersion: z.literal(1),
  author: z.string().min(1),
  updatedAt: z.iso.datetime(),
  /** Markdown. */
  text: z.string().min(1).max(longestNotes),
});

export type Notes = z.infer<typeof notesSchema>;
