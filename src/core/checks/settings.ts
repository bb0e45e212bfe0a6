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
};
