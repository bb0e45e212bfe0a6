import { hostname } from 'node:os';
import { kill, pid } from 'node:process';
import { systemErrorCode } from '../base/errors.ts';

/** This process and its machine, as a lock names them. */
export interface CurrentProcess {
  readonly pid: number;
  readonly host: string;
  /** Whether a process of this machine is running, whoever it belongs to. */
  isAlive(pid: number): boolean;
}

/** The process that asks. */
export function currentProcess(): CurrentProcess {
  return { pid, host: hostname(), isAlive };
}

function isAlive(id: number): boolean {
  try {
    // Signal 0 is not sent: the system only says whether it could be.
    kill(id, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}
