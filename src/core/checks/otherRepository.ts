import type { PlanDocument } from '../text/planDocument.ts';
import { sectionAt } from '../text/sections.ts';
import type { PathMention } from './pathMention.ts';
import type { Tree } from './tree.ts';

/** "**Repo:** billing-service" at the head of a task, "**Files in billing-service:**" and "**billing-service:**" above its files. */
const label =
  /^[ \t>*_-]{0,20}(?:repo(?:sitory)?[*_]{0,3}[ \t]{0,3}:[*_]{0,3}[ \t]{0,3}[`*]{0,3}|(?:new |modified |changed )?files? (?:in|of) (?:the )?[`*]{0,3}(?=[\w@./]{1,100}-[\w@./-]{1,100}[`*]{0,3}:)|\*\*`?(?=[a-z][a-z0-9]*(?:-[a-z0-9]+)+`?(?: repo)?(?::\*\*|\*\*:)[ \t]*$))([\w@][\w@./-]{0,200})/gim;

/**
 * Tells of a plan's mentions whether the section they stand in says that its work is in another repository: under a label in
 * front of them that names no folder here. A label above all sections is mostly this project's own name.
 */
export function inOtherRepository(document: PlanDocument): (mention: PathMention, tree: Tree) => boolean {
  let labels: readonly RegExpExecArray[] | undefined;
  return ({ start, isFrontMatter }, tree) => {
    const section = isFrontMatter === true ? undefined : sectionAt(document.sections, start);
    if (section === undefined || section.depth < 2) {
      return false;
    }
    if (named(section.title) && tree.endingWith(section.title).length === 0) {
      return true;
    }
    labels ??= [...document.text.matchAll(label)];
    const nearest = labels.findLast(({ index }) => index < start);
    if (nearest === undefined || nearest.index < section.heading.start) {
      return false;
    }
    const name = nearest[1]?.split('/').findLast((part) => part !== '');
    return name !== undefined && tree.endingWith(name).length === 0;
  };
}

/** A title such as "billing-service", over what is to be done there. */
function named(title: string): boolean {
  return /^[a-z][a-z\d]*(?:-[a-z\d]+)+$/.test(title);
}
