import { execFile } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

/** A process of this machine. */
interface RunningProcess {
  readonly id: number;
  readonly group: number;
  readonly commandLine: string;
}

async function runningProcesses(): Promise<readonly RunningProcess[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-ww', '-o', 'pid=,pgid=,stat=,args='], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout.split('\n').flatMap((line) => {
    const [, id, group, state = '', commandLine = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    // What has ended and was not yet asked how is no process any more.
    return id === undefined || state.startsWith('Z')
      ? []
      : [{ id: Number(id), group: Number(group), commandLine }];
  });
}

/** The groups of the processes whose command lines hold `mark`. */
export async function groupsOf(mark: string): Promise<readonly number[]> {
  const found = (await runningProcesses()).filter(
    ({ commandLine, id }) => commandLine.includes(mark) && id !== process.pid,
  );
  return [...new Set(found.map(({ group }) => group))];
}

/** The processes that are left of a group. */
export async function membersOf(group: number): Promise<readonly RunningProcess[]> {
  return (await runningProcesses()).filter((running) => running.group === group);
}

/** Waits until there is a process whose command line holds `mark`, and returns its group. */
export async function groupOnceRunning(mark: string): Promise<number> {
  for (let attempt = 0; attempt < 500; attempt++) {
    const [group] = await groupsOf(mark);
    if (group !== undefined) {
      return group;
    }
    await wait(20);
  }
  throw new Error(`No process with ${mark} in its command line has been started.`);
}
