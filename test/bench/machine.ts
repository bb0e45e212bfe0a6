import os from 'node:os';
import process from 'node:process';

/** What a figure was measured on. */
export interface MachineDescription {
  readonly processors: string;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
}

/** This machine, without its name. */
export function describeMachine(): MachineDescription {
  const processors = os.cpus();
  return {
    processors: `${processors.length} x ${processors[0]?.model.trim() ?? 'unknown'}`,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.arch()}`,
    node: process.versions.node,
  };
}

/** The middle of some figures, and how far they are apart. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
}

export function spread(figures: readonly number[]): Spread {
  const sorted = figures.toSorted((a, b) => a - b);
  const round = (figure: number | undefined): number => Math.round((figure ?? Number.NaN) * 100) / 100;
  return {
    median: round(sorted[Math.floor(sorted.length / 2)]),
    min: round(sorted[0]),
    max: round(sorted.at(-1)),
    runs: sorted.length,
  };
}
