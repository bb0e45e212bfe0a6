import { PlanReviewError } from '../../base/errors.ts';
import { personaFrontMatterSchema, type FrontMatterSchema, type Persona } from '../../domain/persona.ts';
import type { MarkdownFiles } from '../../ports/markdownFiles.ts';
import { frontMatterData } from '../../text/frontMatterData.ts';

/** Where personas come from. */
export interface PersonaDeps {
  readonly builtIn: MarkdownFiles;
  /** The workspace's own, which add to the built-in ones or take their place. */
  readonly own: MarkdownFiles;
}

/** The personas to choose from, and what is wrong with files that define none. */
export interface PersonaCatalogue {
  /** Leads first, then in the order of their files' names. */
  readonly personas: readonly Persona[];
  /** The ids of those that come with Plan Review and that nothing replaces or joins: what `all_core` asks. */
  readonly core: readonly string[];
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

/** Reads the personas. A file that cannot be used is a problem to be told of, and harms no other one. */
export async function readPersonas({ builtIn, own }: PersonaDeps): Promise<PersonaCatalogue> {
  const personas = new Map<string, Persona>();
  const problems: { path: string; message: string }[] = [];
  const read = (texts: ReadonlyMap<string, string>): string[] => {
    const ids = new Set<string>();
    for (const [path, text] of texts) {
      const persona = parsePersona(text);
      if (typeof persona === 'string') {
        problems.push({ path, message: persona });
      } else if (ids.has(persona.id)) {
        problems.push({
          path,
          message: `Another file beside it defines the persona "${persona.id}" already.`,
        });
      } else {
        ids.add(persona.id);
        personas.set(persona.id, persona);
      }
    }
    return [...ids];
  };
  const core = read(await builtIn.read());
  read(await own.read());
  const sorted = [...personas.values()].toSorted((a, b) => rank(a) - rank(b));
  return { personas: sorted, core, problems };
}

/** The reader without a lens before those who can stand in for it, and those before the specialists. */
function rank({ role, dimensions }: Persona): number {
  if (role !== 'lead') {
    return 2;
  }
  return dimensions.length === 0 ? 0 : 1;
}

/** Reads a persona's file, or says in a sentence why it is none. */
export function parsePersona(text: string): Persona | string {
  return parseProfile(text, personaFrontMatterSchema);
}

/** Reads a file that describes somebody: front matter of this shape, and a text behind it. */
export function parseProfile<T extends object>(
  text: string,
  schema: FrontMatterSchema<T>,
): (T & { readonly text: string }) | string {
  const document = frontMatterData(text);
  if (document === undefined) {
    return 'It does not begin with front matter (a block between two lines of three hyphens).';
  }
  if (document.problem !== undefined) {
    return `Its front matter is not valid YAML: ${document.problem}`;
  }
  const parsed = schema.safeParse(document.data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return `In its front matter, ${issue?.path.join('.') || 'something'} is not as expected: ${issue?.message ?? ''}`;
  }
  if (document.body === '') {
    return 'It has no text behind its front matter, so there is nothing to tell the model.';
  }
  return { ...parsed.data, text: document.body };
}

/**
 * The personas with these ids, in this order.
 * @throws PlanReviewError `persona-not-found` naming those there are.
 */
export function personasById(catalogue: PersonaCatalogue, ids: readonly string[]): readonly Persona[] {
  return [...new Set(ids)].map((id) => {
    const persona = catalogue.personas.find((candidate) => candidate.id === id);
    if (persona === undefined) {
      throw new PlanReviewError({
        code: 'persona-not-found',
        message: `There is no persona "${id}".`,
        wayOut: `Choose from: ${catalogue.personas.map((candidate) => candidate.id).join(', ')}; or add one as .plan-review/personas/${id}.md.`,
      });
    }
    return persona;
  });
}
