import type { CheckSettingsFile } from '../domain/checkSettings.ts';
import type { Severity } from '../domain/finding.ts';
import type { PlanKind } from '../domain/plan.ts';

/** What a user may set about the checks. Every field has a value: edges fill in `defaultCheckSettings`. */
export interface CheckSettings {
  /** By check id: another severity, or `off`. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  /** Folders below the workspace folder in which plans are looked for by their id, such as `docs/plans`. */
  readonly planFolders: readonly string[];
  /** By kind: the names of the sections expected instead of the built-in ones. */
  readonly sections: Readonly<Partial<Record<PlanKind, readonly string[]>>>;
  /** Seconds after which the command of a documentation-driven check is stopped. */
  readonly commandTimeLimit: number;
}

/** What holds where nobody has set anything. */
export const defaultCheckSettings: CheckSettings = {
  severities: {},
  planFolders: [
    'docs/plans',
    'plans',
    'PRPs',
    'PRPs/feature-requests',
    'PRPs/executed',
    'docs/rfcs',
    'rfcs',
    'docs/specs',
    'specs',
  ],
  sections: {},
  commandTimeLimit: 10,
};

/**
 * The settings that hold: what `own` says (an editor's settings), else what the workspace's file says, else the
 * defaults. Severities and sections are taken one by one, lists as a whole.
 */
export function mergeSettings(
  file: CheckSettingsFile | undefined,
  own: Partial<CheckSettings> | undefined,
): CheckSettings {
  const { planFolders, commandTimeLimit } = defaultCheckSettings;
  return {
    severities: { ...file?.severities, ...own?.severities },
    planFolders: own?.planFolders ?? file?.planFolders ?? planFolders,
    sections: withoutGaps({ ...file?.sections, ...own?.sections }),
    commandTimeLimit: own?.commandTimeLimit ?? file?.commandTimeLimit ?? commandTimeLimit,
  };
}

function withoutGaps(
  sections: Readonly<Partial<Record<PlanKind, readonly string[] | undefined>>>,
): CheckSettings['sections'] {
  return Object.fromEntries(Object.entries(sections).filter(([, names]) => names !== undefined));
}
