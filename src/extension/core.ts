import type * as coreModule from '../core/index.ts';

/** Core as a module. It is most of the extension's code, so it is loaded when somebody first needs it. */
export type Core = typeof coreModule;

let core: Promise<Core> | undefined;

/** Loads core once. */
export function loadCore(): Promise<Core> {
  core ??= import('../core/index.ts');
  return core;
}
