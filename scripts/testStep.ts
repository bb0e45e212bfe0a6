import { spawn } from 'node:child_process';

/** A command line to run, in a shell. */
export interface Step {
  readonly command: string;
  readonly folder: string;
}

/** How a step ended. */
export interface Finished {
  readonly status: 'succeeded' | 'failed' | 'did not end in time';
  /** The end of what it printed to its standard output. */
  readonly lastOutput: string;
}

/** No runner takes this long, in milliseconds; one that does hangs. */
const limit = 20 * 60_000;

/** Runs a command, shows what it prints, and ends it when it takes too long or this process is told to end. */
export async function runStep({ command, folder }: Step): Promise<Finished> {
  const isGroup = process.platform !== 'win32';
  const child = spawn(command, {
    cwd: folder,
    shell: true,
    // A process group of its own, so that what the command has started can be ended with it.
    detached: isGroup,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = (signal: NodeJS.Signals) => {
    if (child.pid !== undefined && isGroup) {
      process.kill(-child.pid, signal);
    } else {
      child.kill(signal);
    }
  };
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    end('SIGKILL');
  }, limit);
  const stop = () => {
    end('SIGTERM');
    process.exit(1);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) {
    process.on(signal, stop);
  }
  let lastOutput = '';
  child.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk);
    lastOutput = (lastOutput + chunk.toString()).slice(-8_000);
  });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    const status = isLate ? 'did not end in time' : code === 0 ? 'succeeded' : 'failed';
    return { status, lastOutput };
  } finally {
    clearTimeout(timer);
    for (const signal of signals) {
      process.off(signal, stop);
    }
  }
}
