import { PlanReviewError } from '../../base/errors.ts';
import { authorFrontMatterSchema, type Author } from '../../domain/author.ts';
import { parseProfile, type PersonaDeps } from './readPersonas.ts';

/** As whom a model may draft, and what is wrong with files that describe nobody. */
export interface AuthorCatalogue {
  /** In the order of their files' names, those that come with Plan Review first. */
  readonly authors: readonly Author[];
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

/** Who drafts where nobody says. */
const usualAuthor = 'author';

/**
 * Reads the authors. They stand in a folder of their own, so that none of them is ever chosen as a reviewer. A file of the
 * workspace takes the place of a built-in one with the same id.
 */
export async function readAuthors({ builtIn, own }: PersonaDeps): Promise<AuthorCatalogue> {
  const authors = new Map<string, Author>();
  const problems: { path: string; message: string }[] = [];
  for (const [path, text] of [...(await builtIn.read()), ...(await own.read())]) {
    const author = parseProfile(text, authorFrontMatterSchema);
    if (typeof author === 'string') {
      problems.push({ path, message: author });
    } else {
      authors.set(author.id, author);
    }
  }
  return { authors: [...authors.values()], problems };
}

/** The author with this id, or the usual one. @throws PlanReviewError `persona-not-found` naming those there are. */
export function authorById({ authors, problems }: AuthorCatalogue, id = usualAuthor): Author {
  const author = authors.find((candidate) => candidate.id === id);
  if (author !== undefined) {
    return author;
  }
  const broken = problems.find(({ path }) => path.endsWith(`/${id}.md`));
  throw new PlanReviewError({
    code: 'persona-not-found',
    message:
      broken === undefined
        ? `There is no author "${id}".`
        : `The author "${id}" cannot be used. ${broken.path}: ${broken.message}`,
    wayOut: `Choose from: ${authors.map((candidate) => candidate.id).join(', ') || 'none'}; or describe one in .plan-review/authors/${id}.md.`,
  });
}
