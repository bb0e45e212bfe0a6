import type { z } from 'zod';
import { personaFrontMatterSchema, personaSchema } from './persona.ts';

/** What says how a persona reviews, and means nothing for one that answers. */
const reviewersOwn = { role: true, tags: true, dimensions: true } as const;

/** The front matter of an author's file: a persona's, without what makes it a reviewer. */
export const authorFrontMatterSchema = personaFrontMatterSchema.omit(reviewersOwn);

/** As whom a model drafts the author's side of a round. */
export type Author = z.infer<typeof authorSchema>;

const authorSchema = personaSchema.omit(reviewersOwn);
