import process from 'node:process';
import type * as Sqlite from 'node:sqlite';

/** Node's own SQLite. */
export type SqliteModule = Pick<typeof Sqlite, 'DatabaseSync'>;
export type Database = Sqlite.DatabaseSync;

/**
 * Node's own SQLite, or undefined where this Node.js has none (before 22.13). Asked for at run time, since a static import
 * would keep the whole program from starting there.
 */
export function loadSqlite(): SqliteModule | undefined {
  // Node.js before 20.16 and 22.3 has no such function, which its types do not know.
  return 'getBuiltinModule' in process
    ? withoutExperimentalWarning(() => process.getBuiltinModule('node:sqlite'))
    : undefined;
}

/**
 * Runs `load` without the warning that Node.js 22 prints when an experimental module is loaded first: users can do nothing
 * about it. Whatever else is warned of in the meantime is passed on.
 */
export function withoutExperimentalWarning<T>(load: () => T): T {
  const before = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  if (before === undefined) {
    return load();
  }
  const warn = process.emitWarning.bind(process);
  process.emitWarning = (warning: string | Error, ...options: readonly unknown[]): void => {
    if (!isExperimental(warning, options[0])) {
      Reflect.apply(warn, undefined, [warning, ...options]);
    }
  };
  try {
    return load();
  } finally {
    Object.defineProperty(process, 'emitWarning', before);
  }
}

function isExperimental(warning: string | Error, options: unknown): boolean {
  const named = typeof options === 'object' && options !== null && 'type' in options ? options.type : options;
  return (
    named === 'ExperimentalWarning' || (typeof warning !== 'string' && warning.name === 'ExperimentalWarning')
  );
}
