import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { isExecutable } from './commands.ts';
import { testCache } from './paths.ts';

/** Where desktop VS Code would come from. */
const updateService = 'https://update.code.visualstudio.com/api/releases/stable';

const reachLimit = 5_000;

/**
 * The executable of a desktop VS Code, or undefined where none can be had or shown: PLAN_REVIEW_DESKTOP names one, or
 * it is downloaded. PLAN_REVIEW_EDITOR=server asks for none.
 */
export async function provideDesktop(log: (line: string) => void = console.log): Promise<string | undefined> {
  const chosen = process.env['PLAN_REVIEW_DESKTOP'];
  if (chosen !== undefined && chosen !== '') {
    if (!(await isExecutable(chosen))) {
      throw new Error(`PLAN_REVIEW_DESKTOP names ${chosen}, which is no program. Correct it or unset it.`);
    }
    return chosen;
  }
  if (process.env['PLAN_REVIEW_EDITOR'] === 'server' || !hasDisplay()) {
    return undefined;
  }
  // The download itself waits long for a service that does not answer.
  const isReachable = await fetch(updateService, { signal: AbortSignal.timeout(reachLimit) }).then(
    (response) => response.ok,
    () => false,
  );
  if (!isReachable) {
    return undefined;
  }
  return await downloadAndUnzipVSCode({ cachePath: testCache, timeout: 60_000 }).catch((error: unknown) => {
    log(`VS Code cannot be downloaded: ${String(error)}`);
    return undefined;
  });
}

/** Whether a window can be shown. */
export function hasDisplay(): boolean {
  return (
    process.platform !== 'linux' ||
    [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']].some((display) => Boolean(display))
  );
}
