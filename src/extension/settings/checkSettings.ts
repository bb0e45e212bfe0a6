import type { CheckSettings } from '../../core/index.ts';

/** The editor's settings that the engine takes, by their names below `planReview.`. */
export const checkSettingNames = ['severities', 'planFolders', 'sections', 'commandTimeLimit'] as const;

/** What somebody set, by name; undefined where nobody set anything, so that the workspace's own file decides. */
export type RawSettings = Readonly<Partial<Record<(typeof checkSettingNames)[number], unknown>>>;

const severities = ['critical', 'major', 'minor', 'suggestion', 'off'] as const;
const kinds = ['prp', 'work-package', 'rfc', 'spec', 'packet', 'chapter', 'book', 'generic'] as const;
/** Seconds. */
const longestCommand = 600;

/**
 * The engine's settings of what stands in the editor's. What cannot be used is left out: the editor marks it where it
 * was written.
 */
export function checkSettingsOf(raw: RawSettings): Partial<CheckSettings> {
  const { commandTimeLimit } = raw;
  return {
    ...(isRecord(raw.severities)
      ? { severities: Object.fromEntries(Object.entries(raw.severities).flatMap(severityEntry)) }
      : {}),
    ...(Array.isArray(raw.planFolders) ? { planFolders: raw.planFolders.filter(isFolder) } : {}),
    ...(isRecord(raw.sections) ? { sections: sectionsOf(raw.sections) } : {}),
    ...(typeof commandTimeLimit === 'number' && commandTimeLimit > 0 && commandTimeLimit <= longestCommand
      ? { commandTimeLimit }
      : {}),
  };
}

function severityEntry([check, value]: [string, unknown]): [string, (typeof severities)[number]][] {
  const severity = severities.find((known) => known === value);
  return severity === undefined ? [] : [[check, severity]];
}

function sectionsOf(value: Readonly<Record<string, unknown>>): CheckSettings['sections'] {
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      const names = value[kind];
      return Array.isArray(names) ? [[kind, names.filter(isName)]] : [];
    }),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Below the workspace folder, with forward slashes, as in the workspace's own file. */
function isFolder(value: unknown): value is string {
  return isName(value) && /^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\\:]+$/.test(value);
}
