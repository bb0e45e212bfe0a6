import { join } from 'node:path';
import { PlanReviewError } from '../base/errors.ts';
import { checkSettingsFileSchema, type CheckSettingsFile } from '../domain/checkSettings.ts';
import type { MarkdownFiles } from '../ports/markdownFiles.ts';
import type { FileOps } from './fileOps.ts';
import { STORE_FOLDER } from './layout.ts';

/** What reading the workspace's own files needs. */
export interface WorkspaceFilesDeps {
  /** The absolute path of the workspace folder. */
  readonly root: string;
  readonly ops: FileOps;
}

/** Where a workspace keeps its settings, relative to its folder. */
export const SETTINGS_PATH = `${STORE_FOLDER}/settings.json`;
const CHECKS_FOLDER = 'checks';
const PERSONAS_FOLDER = 'personas';
const AUTHORS_FOLDER = 'authors';
/** In bytes, and in files: more than that is no definition of a check, and nobody wrote it by hand. */
const LARGEST = 1024 * 1024;
const MOST_FILES = 200;

/** The settings of a workspace, and the text they stand in. */
export interface SettingsOnDisk {
  readonly settings: CheckSettingsFile;
  readonly text: string;
}

/**
 * The settings of the workspace, or undefined where it has none.
 * @throws PlanReviewError `settings-invalid` naming the key that cannot be understood
 */
export async function readSettingsFile({
  root,
  ops,
}: WorkspaceFilesDeps): Promise<SettingsOnDisk | undefined> {
  if ((await ops.kind(join(root, STORE_FOLDER))) !== 'directory') {
    return undefined;
  }
  const bytes = await ops.read(join(root, STORE_FOLDER, 'settings.json'));
  if (bytes === undefined) {
    return undefined;
  }
  const text = new TextDecoder().decode(bytes);
  return { settings: parseSettings(text), text };
}

function parseSettings(text: string): CheckSettingsFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw invalid(`it is not JSON (${error instanceof Error ? error.message : String(error)})`, error);
  }
  const read = checkSettingsFileSchema.safeParse(json);
  if (read.success) {
    return read.data;
  }
  const problems = read.error.issues.map((issue) => {
    const key = issue.path.map(String).join('.');
    const unknown =
      issue.code === 'unrecognized_keys' ? `${issue.keys.join(', ')}: there is no such setting` : '';
    const message = unknown === '' ? lowered(issue.message) : unknown;
    return key === '' ? message : `${key}: ${message}`;
  });
  throw invalid(problems.join('; '));
}

function lowered(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}

function invalid(problem: string, cause?: unknown): PlanReviewError {
  return new PlanReviewError({
    code: 'settings-invalid',
    message: `The settings in ${SETTINGS_PATH} cannot be used: ${problem}.`,
    wayOut: 'Correct the file, or take it away to work with the defaults.',
    cause,
  });
}

/** The Markdown files in `.plan-review/checks/`. */
export function createDefinitionFiles(deps: WorkspaceFilesDeps): MarkdownFiles {
  return workspaceMarkdown(deps, CHECKS_FOLDER);
}

/** The Markdown files in `.plan-review/personas/`. */
export function createPersonaFiles(deps: WorkspaceFilesDeps): MarkdownFiles {
  return workspaceMarkdown(deps, PERSONAS_FOLDER);
}

/** The Markdown files in `.plan-review/authors/`. */
export function createAuthorFiles(deps: WorkspaceFilesDeps): MarkdownFiles {
  return workspaceMarkdown(deps, AUTHORS_FOLDER);
}

function workspaceMarkdown({ root, ops }: WorkspaceFilesDeps, name: string): MarkdownFiles {
  const store = join(root, STORE_FOLDER);
  return {
    read: async () =>
      (await ops.kind(store)) === 'directory'
        ? readMarkdown(ops, { folder: join(store, name), shown: `${STORE_FOLDER}/${name}` })
        : new Map<string, string>(),
  };
}

/** The Markdown files in any folder; `shown` is what messages call it. */
export function createMarkdownFiles(
  ops: FileOps,
  place: { readonly folder: string; readonly shown: string },
): MarkdownFiles {
  return { read: () => readMarkdown(ops, place) };
}

/** No link is followed; a README describes the folder and defines nothing. */
async function readMarkdown(
  ops: FileOps,
  { folder, shown }: { readonly folder: string; readonly shown: string },
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  if ((await ops.kind(folder)) !== 'directory') {
    return texts;
  }
  const names = (await ops.names(folder)).filter(
    (name) => /\.(?:md|markdown)$/i.test(name) && !/^(?:readme\.|\.)/i.test(name),
  );
  for (const name of names.slice(0, MOST_FILES)) {
    const bytes = await ops.read(join(folder, name));
    if (bytes !== undefined && bytes.length <= LARGEST) {
      texts.set(`${shown}/${name}`, new TextDecoder().decode(bytes));
    }
  }
  return texts;
}
