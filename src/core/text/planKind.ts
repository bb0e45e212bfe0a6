import { planKindSchema, type PlanKind } from '../domain/plan.ts';
import { frontMatterValue, type FrontMatter } from './frontMatter.ts';

/**
 * What sort of plan a document is: what its front matter says, else what its name, its folders or its title say,
 * else `generic`.
 */
export function planKind(plan: {
  path: string;
  frontMatter: FrontMatter | undefined;
  title: string;
  /** Whether several of its headings call themselves chapters. */
  isOfChapters?: boolean;
}): PlanKind {
  return (
    statedKind(plan.frontMatter) ??
    namedKind(plan.path) ??
    titledKind(plan.title) ??
    (plan.isOfChapters === true ? 'book' : 'generic')
  );
}

function statedKind(frontMatter: FrontMatter | undefined): PlanKind | undefined {
  const stated = frontMatterValue(frontMatter, 'kind') ?? frontMatterValue(frontMatter, 'type');
  const parsed = planKindSchema.safeParse(stated?.toLowerCase().replaceAll(/[\s_]+/g, '-'));
  if (parsed.success) {
    return parsed.data;
  }
  return frontMatterValue(frontMatter, 'prp_id') === undefined ? undefined : 'prp';
}

const nameSigns: readonly (readonly [RegExp, PlanKind])[] = [
  [/(^|\/)prps?[-_/]/i, 'prp'],
  [/(^|\/)(wp|work-?packages?)[-_/]/i, 'work-package'],
  [/(^|\/)rfcs?[-_/]|(^|\/)\d{4}-[^/]*rfc/i, 'rfc'],
  [/(^|\/)(specs?|specifications?)[-_/]|[-_.]spec\.[^./]+$/i, 'spec'],
  [/(^|[/_.-])(?:review|war-?room)[-_. ]?packets?[-_/.]/i, 'packet'],
  [/(^|\/)chapters?[-_/0-9]/i, 'chapter'],
  [/(^|\/)books?[-_/]/i, 'book'],
];

function namedKind(path: string): PlanKind | undefined {
  return nameSigns.find(([sign]) => sign.test(path))?.[1];
}

const titleSigns: readonly (readonly [RegExp, PlanKind])[] = [
  [/^prp\b/i, 'prp'],
  [/^(wp-|work package\b)/i, 'work-package'],
  [/^rfc\b/i, 'rfc'],
  [/\bspec(ification)?$/i, 'spec'],
  // Networks have packets too.
  [/^(?:(?:war-?\s?room|review(?:er)?|briefing)\s)?packet\s*(?:[:–—-]|$)|\breview packet\b/i, 'packet'],
  [/^chapter\b/i, 'chapter'],
];

function titledKind(title: string): PlanKind | undefined {
  return titleSigns.find(([sign]) => sign.test(title))?.[1];
}
