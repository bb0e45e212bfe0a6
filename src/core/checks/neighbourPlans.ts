import { once } from '../base/once.ts';
import type { LineIndex } from '../text/lineIndex.ts';
import { parsePlan } from '../text/planDocument.ts';
import { filesTouched } from './fileLists.ts';
import { oncePerText } from './oncePerText.ts';
import { pathMentions, type PathMention } from './pathMentions.ts';
import { plannedScripts } from './plannedScripts.ts';
import { planPromises, type PlanPromise } from './planPromises.ts';
import { readSegments } from './segments.ts';

/** What a plan beside the one that is checked says of files. */
interface NeighbourPlan {
  readonly lines: LineIndex;
  readonly paths: readonly PathMention[];
  /** Of `paths`, what its lists say it creates, changes or removes. */
  readonly touched: readonly PathMention[];
  readonly promises: readonly PlanPromise[];
  /** The scripts and make targets that it adds; few ask. */
  readonly scripts: () => ReadonlySet<string>;
}

/**
 * The words of a plan that may be names of files. Taking a plan apart costs more than looking whether it names a file at all.
 */
export const namesIn = oncePerText(
  (_, text): ReadonlySet<string> =>
    new Set(text.match(/[^\s/`"'()[\]<>|,;:*#?]+/g)?.map((name) => name.replace(/(?<!\.)\.+$/, ''))),
);

/** What in a plan is spelled like a path with folders: each as it is named, and every folder that one of them lies in. */
export const pathsIn = oncePerText((_, text) => {
  const named = new Set(
    text.match(/[\w.@+-]+(?:\/[\w.@+-]+)+/g)?.map((path) => path.replace(/^(?:\.\/)+|\.+$/g, '')),
  );
  const folders = new Set<string>();
  for (const path of named) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      folders.add(path.slice(0, at));
    }
  }
  return { named, folders };
});

/** Takes a plan apart that is not the one that is checked. `path` is relative to the workspace folder. */
export const neighbourPlan = oncePerText((path: string, text: string): NeighbourPlan => {
  const document = parsePlan(path, text.replace(/^\u{feff}/u, ''));
  const segments = readSegments(document);
  const paths = pathMentions(document, segments);
  return {
    lines: document.lines,
    paths,
    touched: filesTouched({ document, paths }),
    promises: planPromises(document, segments, paths),
    scripts: once(() => plannedScripts({ document, segments })),
  };
});
