import { PlanReviewError } from '../base/errors.ts';
import { normalizePath } from '../base/normalizePath.ts';
import type { PlanFiles } from '../ports/files.ts';
import { frontMatterValue } from '../text/frontMatter.ts';
import type { PlanDocument } from '../text/planDocument.ts';

/** Which plan a packet is about, by its own words. Paths are relative to the workspace folder, and there is a plan at each. */
export interface PacketPlans {
  /** What its front matter names under `plan`; undefined where it names none, or none that is there. */
  readonly stated: string | undefined;
  /** The other plans that its text names, in the order of the text; at most ten. */
  readonly named: readonly string[];
}

/** Documents that a text names; what stands in an address of the web is none of them. */
const documents =
  /(?<![\w/.:@-])(?:\.{1,2}\/)*(?:[\w@.-]{1,80}\/){0,20}[\w@.-]{1,120}\.(?:md|markdown|html?)\b/gi;

/** So many names of a text are looked up at most, and so many plans told. */
const mostLookedUp = 40;
const mostNamed = 10;

/** Looks up which plans a packet names, in its folder and in the workspace folder. */
export async function packetPlans(document: PlanDocument, planFiles: PlanFiles): Promise<PacketPlans> {
  const inFrontMatter = frontMatterValue(document.frontMatter, 'plan');
  const stated =
    inFrontMatter === undefined ? undefined : await planAt(inFrontMatter, document.path, planFiles);
  const names = [...new Set(document.text.match(documents))].slice(0, mostLookedUp);
  const named = new Set<string>();
  for (const name of names) {
    const path = named.size < mostNamed ? await planAt(name, document.path, planFiles) : undefined;
    if (path !== undefined && path !== stated) {
      named.add(path);
    }
  }
  return { stated, named: [...named] };
}

/** The plan that a packet calls `name`: seen from the workspace folder, or from the packet's own. */
async function planAt(name: string, packet: string, planFiles: PlanFiles): Promise<string | undefined> {
  const folder = packet.slice(0, packet.lastIndexOf('/') + 1);
  for (const candidate of new Set([name, folder + name])) {
    const path = normalizePath(candidate);
    const isCandidate = path !== null && path !== packet && !path.startsWith('.plan-review/');
    if (isCandidate && (await isPlan(path, planFiles))) {
      return path;
    }
  }
  return undefined;
}

async function isPlan(path: string, planFiles: PlanFiles): Promise<boolean> {
  try {
    await planFiles.read(path);
    return true;
  } catch (error) {
    if (error instanceof PlanReviewError) {
      return false;
    }
    throw error;
  }
}
