import { spawn, type ChildProcess } from 'node:child_process';
import { kill } from 'node:process';
import { systemErrorCode } from './errors.ts';

/**
 * Sends a signal to a process and to everything that it has started. The process was started `detached`, as the leader
 * of a group of its own. What has left the group by itself is out of reach.
 */
export function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) {
    return;
  }
  try {
    kill(-child.pid, signal);
  } catch (error) {
    // Nothing of the group is left (`ESRCH`), or only what this user may not stop (`EPERM`).
    const code = systemErrorCode(error);
    if (code !== 'ESRCH' && code !== 'EPERM') {
      throw error;
    }
  }
}

/** Ends a process and its children on Windows, which has no groups to send signals to and no signal to ask with. */
export function endTreeOnWindows(child: ChildProcess): void {
  if (child.pid !== undefined && child.exitCode === null) {
    spawn('taskkill', ['/PID', String(child.pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true })
      // Without it, the process itself is what can be ended.
      .once('error', () => void child.kill());
  }
}
