import type { CommandWord, ShellCommand } from './shellCommands.ts';

/** A script or a target that a command runs. */
export interface ScriptCall {
  readonly tool: 'script' | 'target';
  readonly word: CommandWord;
  /** The folder it runs in, as the command says; empty where it says none. */
  readonly folder: string;
  /** Whether it runs in a package that the command names (`--workspace`, `--filter`). */
  readonly isElsewhere: boolean;
  /** Whether the name may also be a program: `yarn vitest`. */
  readonly mayBeProgram: boolean;
}

/** What of a command tells which script it runs. */
type CalledCommand = Pick<ShellCommand, 'program' | 'words' | 'folder'>;

/** The script or target that a command runs, or undefined for any other command. */
export function scriptCall(command: CalledCommand): ScriptCall | undefined {
  switch (command.program) {
    case 'npm':
    case 'pnpm':
    case 'yarn':
    case 'bun':
      return packageScript(command);
    case 'make':
    case 'gmake':
      return makeTarget(command);
    default:
      return undefined;
  }
}

const withFolder = /^(?:--prefix|-C|--dir|--cwd)$/;
const withPackage = /^(?:-w|--workspace|--filter|-F|--scope)$/;
const elsewhere =
  /^(?:--workspaces?|-ws|-r|--recursive|--filter|-F|-w|--workspace|--if-present|-g|--global|--scope)(?:=|$)/;

function packageScript({ program, words, folder }: CalledCommand): ScriptCall | undefined {
  const given = { folder, isElsewhere: false };
  const plain: CommandWord[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    const text = word?.text ?? '';
    if (word === undefined || text === '--') {
      break;
    }
    const [flag = '', value] = text.split('=', 2);
    if (withFolder.test(flag)) {
      given.folder = value ?? words[at + 1]?.text ?? '';
      at += value === undefined ? 1 : 0;
    } else if (text.startsWith('-')) {
      given.isElsewhere ||= elsewhere.test(text);
      at += withPackage.test(text) ? 1 : 0;
    } else {
      plain.push(word);
    }
  }
  const [first, second] = plain;
  const mayBeProgram = (name: CommandWord): boolean => !scriptNames.test(name.text);
  if (first?.text === 'run' || first?.text === 'run-script') {
    return second === undefined
      ? undefined
      : {
          ...given,
          tool: 'script',
          word: second,
          mayBeProgram: /^(?:bun|yarn)$/.test(program) && mayBeProgram(second),
        };
  }
  if (first === undefined || (program === 'npm' && !/^(?:test|start|stop|restart)$/.test(first.text))) {
    return undefined;
  }
  const isBuiltIn = builtIn.has(first.text) || (program === 'bun' && /^(?:test|build)$/.test(first.text));
  return program !== 'npm' && isBuiltIn
    ? undefined
    : { ...given, tool: 'script', word: first, mayBeProgram: mayBeProgram(first) };
}

/** Names that scripts have and programs have not. */
const scriptNames =
  /:|^(?:build|dev|lint|tests?|start|format|type-?check|check|fix|clean|validate|coverage|deploy|release|serve|watch|e2e)$/;

/** What pnpm, yarn and bun do themselves. */
const builtIn = new Set(
  (
    'add install i ci remove rm uninstall un up update upgrade upgrade-interactive link unlink import rebuild rb prune fetch ' +
    'dedupe patch patch-commit patch-remove exec x dlx create init publish pack outdated why list ls ll la audit licenses ' +
    'config get set store root bin env setup server deploy doctor recursive workspace workspaces cache info view node npm ' +
    'login logout whoami version versions global help generate-lock-entry policies tag team owner unplug constraints plugin ' +
    'set-version search stage autoclean check integrity self-update approve-builds ignored-builds cat-file cat-index pm repl ' +
    'completion'
  ).split(' '),
);

function makeTarget({ words, folder }: CalledCommand): ScriptCall | undefined {
  let where = folder;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    const text = word?.text ?? '';
    if (text === '-C' || text === '--directory') {
      where = words[at + 1]?.text ?? '';
      at += 1;
    } else if (/^-[fIoW]$|^--(?:file|makefile)/.test(text)) {
      return undefined;
    } else if (word !== undefined && !/^-|=/.test(text) && !/^\d+$/.test(text)) {
      return { tool: 'target', word, folder: where, isElsewhere: false, mayBeProgram: false };
    }
  }
  return undefined;
}
