const VALUE = 'PLAN_REVIEW_VALUE';

/** Programs that read their arguments as code of their own. With the shells and languages it takes an option to do so. */
const alwaysCode = /(?<![\w./-])(?:eval|[gmn]?awk|g?sed|ssh|xargs)(?![\w./-])/;
const codeWithOption =
  /(?<![\w./-])(?:(?:ba|da|k|z)?sh|env|python[\d.]*|perl|ruby|node|php|lua)(?![\w./-])(?=.*\s-\w*[cepnrE])/s;

/**
 * Why a command may not be run with text of a plan in its environment, as a sentence with what to write instead, or
 * undefined where nothing speaks against it. Text of a plan could otherwise become a word, an option or a program of
 * the shell's.
 *
 * This reads shell as far as quotes, substitutions and separators go. It keeps authors from the usual mistakes; what
 * keeps a stranger's command from running is that the user is asked about every definition, word for word.
 */
export function commandObjection(command: string, placeholders: readonly string[]): string | undefined {
  const placeholder = placeholderIn(command, placeholders);
  if (placeholder !== undefined) {
    return `Values are not put into the command's text: instead of ${placeholder}, write "$${VALUE}" with its quotes.`;
  }
  if (!command.includes(VALUE)) {
    return `The command does not look at the value: write "$${VALUE}" with its quotes where it is to stand.`;
  }
  return usesOf(command)
    .map(objectionTo)
    .find((objection) => objection !== undefined);
}

/** `{path}`: the pattern's own placeholder anywhere, and any other outside single quotes, where awk has braces. */
function placeholderIn(command: string, own: readonly string[]): string | undefined {
  const outside = command.replaceAll(/'[^']*'/g, "''");
  const anywhere = own.map((name) => `{${name}}`).find((placeholder) => command.includes(placeholder));
  return anywhere ?? /(?<![$\\])\{[A-Za-z_][\w -]*\}/.exec(outside)?.[0];
}

/** One place where a command names the value. */
interface Use {
  readonly quoting: Quoting;
  /** The simple command that it stands in, up to there. */
  readonly before: string;
}

type Quoting = 'none' | 'single' | 'double' | 'substitution' | 'backtick';

function objectionTo({ quoting, before }: Use): string | undefined {
  if (quoting === 'single') {
    return `Within single quotes the shell does not fill the value in, and another shell might: write "$${VALUE}" with double quotes.`;
  }
  if (quoting !== 'double') {
    return `Without quotes the value may become several words or a pattern: write "$${VALUE}" with double quotes.`;
  }
  if (alwaysCode.test(before) || codeWithOption.test(before)) {
    return `The value must not become part of a program: let grep -F -e "$${VALUE}", test or a script of its own look at it.`;
  }
  return undefined;
}

/** How far the reading has got into quotes and substitutions, and where the simple command of each began. */
interface Level {
  readonly quoting: Quoting;
  start: number;
}

/** Every `$PLAN_REVIEW_VALUE` and `${PLAN_REVIEW_VALUE…}` of a command, and how it is quoted. */
function usesOf(command: string): Use[] {
  const uses: Use[] = [];
  const levels: Level[] = [{ quoting: 'none', start: 0 }];
  let at = 0;
  while (at < command.length) {
    const level = levels.at(-1) ?? { quoting: 'none', start: 0 };
    if (level.quoting !== 'single' && command[at] === '\\') {
      at += 2;
      continue;
    }
    if (/^\$\{?PLAN_REVIEW_VALUE(?!\w)/.test(command.slice(at, at + VALUE.length + 3))) {
      uses.push({ quoting: level.quoting, before: command.slice(level.start, at) });
    }
    at += step({ command, at, level, levels });
  }
  return uses;
}

interface Step {
  readonly command: string;
  readonly at: number;
  readonly level: Level;
  readonly levels: Level[];
}

/** Follows the quotes at one place; how many characters it took. */
function step({ command, at, level, levels }: Step): number {
  const character = command[at];
  const { quoting, start } = level;
  if (quoting === 'single') {
    if (character === "'") {
      levels.pop();
    }
    return 1;
  }
  if (command.startsWith('$(', at)) {
    levels.push({ quoting: 'substitution', start: at + 2 });
    return 2;
  }
  if (character === '"' && quoting === 'double') {
    levels.pop();
  } else if (character === '"') {
    levels.push({ quoting: 'double', start });
  } else if (character === '`' && quoting === 'backtick') {
    levels.pop();
  } else if (character === '`') {
    levels.push({ quoting: 'backtick', start: at + 1 });
  } else if (quoting !== 'double') {
    plainStep({ command, at, level, levels });
  }
  return 1;
}

function plainStep({ command, at, level, levels }: Step): void {
  switch (command[at]) {
    case "'":
      levels.push({ quoting: 'single', start: level.start });
      break;
    case '(':
      levels.push({ quoting: 'substitution', start: at + 1 });
      break;
    case ')':
      if (level.quoting === 'substitution') {
        levels.pop();
      }
      break;
    case ';':
    case '&':
    case '|':
    case '\n':
      level.start = at + 1;
      break;
    default:
      break;
  }
}
