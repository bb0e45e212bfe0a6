import { z } from 'zod';
import { categorySchema } from './finding.ts';

/** A persona's id: also a file's name and part of a task's id. */
export const personaIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/)
  .max(40)
  .refine((id) => id !== 'checks', 'is the name of the built-in reviewer');

/** What a reviewer does in a round: a lead reads everything with no lens, a specialist looks for what is missing. */
export const personaRoleSchema = z.enum(['lead', 'specialist']);

/** The front matter of a persona's file, with the defaults of what may be left out. */
export const personaFrontMatterSchema = z.strictObject({
  id: personaIdSchema,
  name: z.string().min(1).max(60),
  role: personaRoleSchema.default('specialist'),
  /** The sort of reader, such as `engineer`, `operator`, `newcomer`, `adversary`. */
  archetype: z.string().min(1).max(40),
  experience: z.enum(['junior', 'mid', 'senior', 'staff', 'principal']),
  traits: z.array(z.string().min(1).max(120)).default([]),
  /** Words that, where a plan has them, make this persona worth asking. */
  tags: z.array(z.string().min(1).max(40)).default([]),
  /** The categories of findings that are this persona's field; all of them for a lead. */
  dimensions: z.array(categorySchema).default([]),
  /** The provider and model that read as this persona; the round's own where left out. */
  provider: z.string().min(1).optional(),
  model: z.string().min(1).optional(),
});

export const personaSchema = personaFrontMatterSchema.extend({
  /** The persona's text: what it cares for and how it reads. Markdown. */
  text: z.string().min(1),
});

export type Persona = z.infer<typeof personaSchema>;
export type PersonaRole = z.infer<typeof personaRoleSchema>;
/** The shape of a profile's front matter. */
export type FrontMatterSchema<T> = z.ZodType<T>;
