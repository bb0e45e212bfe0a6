import type { CheckContext } from './check.ts';
import { oncePerRun } from './oncePerRun.ts';
import { packageJsons, type PackageJsons } from './packageJson.ts';
import { treeFiles } from './pathFacts.ts';

/** What the manifests and lock files of the tree name, of whatever ecosystem. */
export interface Manifests {
  readonly packages: PackageJsons;
  /** Every word of every manifest and lock file that could be a package's name, as `packageKey` spells it. */
  readonly words: ReadonlySet<string>;
  /** Whether there is no manifest, or one that could not be read: then a name that is not found proves nothing. */
  readonly isIncomplete: boolean;
}

const manifest =
  /(?:^|\/)(?:package\.json|package-lock\.json|yarn\.lock|pnpm-lock\.yaml|pnpm-workspace\.yaml|bun\.lock|deno\.jsonc?|requirements[\w.-]*\.(?:txt|in)|pyproject\.toml|setup\.(?:py|cfg)|Pipfile|poetry\.lock|uv\.lock|environment\.ya?ml|go\.mod|Cargo\.(?:toml|lock)|Gemfile|composer\.json|pom\.xml|build\.gradle(?:\.kts)?|libs\.versions\.toml|Package\.swift|Podfile|mix\.exs|pubspec\.yaml|vcpkg\.json|conanfile\.(?:txt|py)|flake\.nix|[\w.-]+\.csproj|Directory\.Packages\.props|[\w.-]+\.gemspec)$/;
const isManifest = (path: string): boolean => manifest.test(path);

/** So many are read at most. */
const mostFiles = 100;

/** Reads the manifests and lock files of the tree, once for all checks. */
export const manifests = oncePerRun(async (context: CheckContext): Promise<Manifests> => {
  const paths = (await treeFiles(context)).filter(isManifest);
  const texts = await Promise.all(
    paths.slice(0, mostFiles).map((path) => context.files.read(path, context.signal)),
  );
  const words = new Set<string>();
  for (const text of texts) {
    for (const match of (text ?? '').matchAll(/[A-Za-z\d][\w.-]*/g)) {
      words.add(packageKey(match[0]));
    }
  }
  return {
    packages: await packageJsons(context),
    words,
    isIncomplete: paths.length === 0 || paths.length > mostFiles || texts.includes(undefined),
  };
});

/** A package's name as it is compared: without its scope, in whatever spelling of hyphens and case. */
export function packageKey(name: string): string {
  return name
    .slice(name.lastIndexOf('/') + 1)
    .toLowerCase()
    .replaceAll(/[-_.]+/g, '-');
}
