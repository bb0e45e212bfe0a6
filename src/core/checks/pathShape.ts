/** What a word could be, judged by its spelling alone. */
export type PathShape =
  /** A path, or a file's name: `src/app.ts`, `package.json`, `docs/`. */
  | { readonly type: 'path'; readonly path: string; readonly isDirectory: boolean; readonly hasLine: boolean }
  /** A path only if its first folder exists: `src/app`, but also `and/or`. */
  | { readonly type: 'maybe'; readonly path: string; readonly hasLine: boolean }
  /** A path that stands for others: `src/*.ts`, `path/to/file`, `<name>.md`. */
  | { readonly type: 'pattern' }
  /** A path outside what the project keeps: `~/.bashrc`, `/etc/hosts`, `$HOME/x`, `node_modules/x`. */
  | { readonly type: 'elsewhere' }
  | { readonly type: 'none' };

/** Endings that a bare name needs to count as a file's name. */
const extensions = new Set(
  (
    'ts tsx mts cts js jsx mjs cjs json jsonc json5 md mdx mdc markdown html htm css scss sass less svg png jpg jpeg gif webp ico pdf ' +
    'py pyi pyx ipynb go rs rb java kt kts scala swift c h cc cpp cxx hpp hh cs fs fsx php pl pm lua r jl ex exs erl hrl clj cljs ' +
    'hs elm ml mli nim zig dart vue svelte astro sh bash zsh fish ps1 bat cmd sql prisma graphql gql proto thrift ' +
    'yml yaml toml ini cfg conf env properties xml xsd csv tsv txt lock gradle bazel bzl cmake mk tf tfvars hcl nix rst adoc tex ' +
    'log snap wasm plist service timer dockerfile j2 tmpl tpl template hbs ejs pug njk liquid mustache patch diff ' +
    'erb haml slim rake gemspec eex heex leex razor cshtml xaml csproj fsproj sln props targets m mm storyboard xib pbxproj ' +
    'metal podspec bats feature cue rego avsc sol gd tscn glsl wgsl hlsl f90 asm'
  ).split(' '),
);

const fileNames =
  /^(?:Makefile|Dockerfile|Containerfile|Rakefile|Gemfile|Procfile|Justfile|Vagrantfile|Jenkinsfile|LICENSE|CODEOWNERS|CHANGELOG|README)$/;

/** Names of products and calls that look like files. */
const products =
  /^(?:node|next|nuxt|vue|react|express|three|chart|socket|d3|discord|moment|alpine|ember|backbone|electron|asp|ado|vb|deno|bun|solid|quill|rx|p5|web3|ethers|pdf|video|plotly)\.(?:js|ts|io|net)$/i;

const mediaTypes = /^(?:application|text|image|audio|video|font|multipart|message|model)\/[\w.+*-]+$/;

/** Folders that tools fill: what lies in them comes and goes with an install or a build. */
const installed = /(?:^|\/)(?:node_modules|\.venv|venv|site-packages|__pycache__|\.git)(?:\/|$)/;

const stands =
  /[*?{}<>$|]|\[[^\]]*\]|\.\.\.|…|(?:^|\/)(?:path|your|my|foo|bar|baz|example|xxx+|yyyy|nnn+)(?:[/_.-]|$)|(?:^|[/_.-])(?:\d*XX+|\d+X|YYYY|NNN+|xxx+)(?:[/_.-]|$)|(?:^|\/)(?:my|some|new)?[_-]?file(?:name)?[0-9]?\.\w+$/i;

/** `specs/X.md`, `vN.M-notes.md`, `src/L.rs`: letters that stand for others, in capitals only. */
const letters = /(?:^|[/_.-])(?:[XN]|vN\.M|MM|DD|HH)(?:[/_.-]|$)|(?:^|\/)(?:[A-Z]|_+)\.\w+$/;

/** The address of a site, or a name under one: `github.com/a/b`, `node.kubernetes.io/role`. */
const site = /^(?:[\w-]+\.)+(?:io|com|org|net|dev|ai|gov|edu|k8s)\//;

/** Names of settings that begin with a dot; `.only` and `.status.conditions` are words of code. */
const dotFile =
  /^\.(?:[a-z]+rc|[a-z]+ignore|env|git[a-z]*|editorconfig|[a-z]+-version|pre-commit-config|htaccess|mailmap|flake8|coverage|vscode|husky|cursor[a-z]*|claude|devcontainer|circleci|storybook)(?:[.-][\w.-]*)?$/i;

/**
 * What a word could be. A position behind a path (`app.ts:12`, `app.ts#L3`) is taken off and remembered: naming a
 * line says that the file is there.
 */
export function pathShape(word: string): PathShape {
  if (
    word.length > 260 ||
    // Names without a dot that count as files' begin with a capital.
    !/[/.]|^[A-Z]/.test(word) ||
    /[\s"'`,;=()!^&%\\]/.test(word) ||
    /^[a-z][a-z0-9+.-]*:\/\//i.test(word) ||
    (/^[#@-]/.test(word) && !word.startsWith('@/'))
  ) {
    return { type: 'none' };
  }
  const position = /(?::\d+(?:[-–:]\d+)*|#L\d+(?:-L?\d+)?)$/.exec(word);
  const bare = position === null ? word : word.slice(0, position.index);
  if (
    !/^[\w.@+~$<{*[/-]/.test(bare) ||
    mediaTypes.test(bare) ||
    products.test(bare) ||
    (bare.includes('@') && !bare.includes('/'))
  ) {
    return { type: 'none' };
  }
  return shapeOf(bare, position !== null);
}

/** Whether a path counts from the root of the machine, by a folder that stands there and in no project: `/tmp/a.ts`. */
export function isOfMachine(path: string): boolean {
  return /^@?\/(?:etc|home|mnt|opt|private|root|srv|tmp|usr|var|Users|Volumes)\//.test(path);
}

function shapeOf(bare: string, hasLine: boolean): PathShape {
  const isDirectory = bare.endsWith('/');
  const path = bare.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isNamed = hasFileExtension(name) || fileNames.test(name) || dotFile.test(name);
  const hasFolder = path.includes('/') || isDirectory;
  if (
    site.test(path) ||
    path === '' ||
    path.includes(':') ||
    /^[.\d/]+$/.test(path) ||
    (!isNamed && !hasFolder)
  ) {
    return { type: 'none' };
  }
  if (installed.test(path)) {
    return { type: 'elsewhere' };
  }
  if (isOfMachine(bare) || /^(?:~|\/|\$|%|[A-Za-z]:|(?:Downloads|Desktop)\/)/.test(bare)) {
    return isNamed || path.split('/').length > 2 ? { type: 'elsewhere' } : { type: 'none' };
  }
  if (stands.test(path) || letters.test(path)) {
    return { type: 'pattern' };
  }
  if (!/^[\w.@+-]+(?:\/[\w.@+-]+)*$/.test(path)) {
    return { type: 'none' };
  }
  // "README.md/CLAUDE.md" are two names.
  if (path.split('/').slice(0, -1).some(hasFileExtension) && !/\.js\//.test(path)) {
    return { type: 'maybe', path, hasLine };
  }
  // "the feature/README" may be two words.
  if (isNamed && !(path.includes('/') && fileNames.test(name))) {
    return { type: 'path', path, isDirectory: false, hasLine };
  }
  return isDirectory && !hasLine
    ? { type: 'path', path, isDirectory: true, hasLine }
    : { type: 'maybe', path, hasLine };
}

function hasFileExtension(name: string): boolean {
  const dot = name.lastIndexOf('.');
  return dot > 0 && extensions.has(name.slice(dot + 1).toLowerCase()) && /\w/.test(name.slice(0, dot));
}

/** Whether a path is that of a test, or of what tests need. */
export function isOfTests(path: string): boolean {
  return /(?:^|\/)(?:tests?|specs?|__\w+__|fixtures?|snapshots?|cassettes|e2e|testdata)\/|[._-](?:test|spec|snap|e2e)s?\.|tests?\.\w+$|(?:^|\/)test_/i.test(
    path,
  );
}
