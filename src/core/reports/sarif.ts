import { sha256 } from '../base/hash.ts';
import type { SuppressedFinding } from '../domain/checkReport.ts';
import type { CheckRule } from '../domain/checkRule.ts';
import type { DraftFinding, Fix, Severity } from '../domain/finding.ts';
import type { Range } from '../domain/position.ts';
import type { LocatedCheck, LocatedProblem } from './github.ts';

/** What a SARIF log is made of. */
export interface SarifInput {
  readonly version: string;
  /** Every rule that a finding may name, and those that found nothing. */
  readonly rules: readonly CheckRule[];
  readonly checks: readonly LocatedCheck[];
  readonly problems: readonly LocatedProblem[];
  /** The folder that the files count from, as a `file:` address that ends with a slash. */
  readonly baseAddress: string;
}

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const BASE_ID = 'SRCROOT';

const levels: Record<Severity, 'error' | 'warning' | 'note'> = {
  critical: 'error',
  major: 'error',
  minor: 'warning',
  suggestion: 'note',
};

/**
 * The findings of a run as a log of the Static Analysis Results Interchange Format 2.1.0 (OASIS), as a value to be
 * written as JSON. Columns are UTF-16 units, and ends lie behind the last character, which is how SARIF counts too.
 */
export function sarifLog(input: SarifInput): object {
  const { rules } = input;
  const results = resultsOf(input);
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Plan Review',
            version: input.version,
            rules: rules.map(ruleOf),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [BASE_ID]: { uri: input.baseAddress } },
        invocations: [{ executionSuccessful: true }],
        artifacts: artifactsOf(input),
        results,
      },
    ],
  };
}

function ruleOf({ id, title, tags, severity, category, origin }: CheckRule): object {
  const help = `${title}.\n\nDefined: ${origin}. To leave one finding alone, write <!-- plan-review-disable-next-line ${id}: why --> above it.`;
  return {
    id,
    shortDescription: { text: messageText(title) },
    fullDescription: { text: messageText(`${title}.`) },
    help: { text: messageText(help) },
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: [...new Set([category, ...tags])], severity },
  };
}

function artifactsOf({ checks, problems }: SarifInput): object[] {
  const plans = new Map(checks.map(({ check, file }) => [file, check.revision.replace(/^sha256:/, '')]));
  const others = new Set(problems.map(({ file }) => file).filter((file) => !plans.has(file)));
  return [
    ...[...plans].map(([file, hash]) => ({
      location: locationOf(file),
      roles: ['analysisTarget'],
      hashes: { 'sha-256': hash },
    })),
    ...[...others].map((file) => ({ location: locationOf(file) })),
  ];
}

type Told = Omit<DraftFinding, 'related' | 'fixes'> & {
  readonly id?: string;
  readonly related?: readonly Range[];
  readonly fixes?: readonly Fix[] | undefined;
};

function resultsOf({ checks, problems, rules }: SarifInput): object[] {
  const indexes = new Map(rules.map((rule, index) => [rule.id, index]));
  const occurrences = new Map<string, number>();
  const result = (finding: Told, file: string, suppression?: SuppressedFinding['suppression']): object => {
    const identity = `${file}\n${finding.check}\n${finding.title}`;
    const occurrence = (occurrences.get(identity) ?? 0) + 1;
    occurrences.set(identity, occurrence);
    const index = indexes.get(finding.check);
    const { fixes = [], related = [] } = finding;
    return {
      ruleId: finding.check,
      ...(index === undefined ? {} : { ruleIndex: index }),
      level: levels[finding.severity],
      message: {
        text: messageText(
          `${finding.title}. ${finding.observation} ${finding.concern}\nFIX: ${finding.recommendation}`,
        ),
      },
      locations: [placeOf(file, finding.range)],
      ...(related.length === 0
        ? {}
        : { relatedLocations: related.map((range, id) => ({ id, ...placeOf(file, range) })) }),
      // Line numbers are left out, so that an edit elsewhere in the plan does not make it another finding.
      partialFingerprints: { 'planReviewFinding/v1': sha256(`${identity}\n${occurrence}`) },
      ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => fixOf(fix, file)) }),
      suppressions:
        suppression === undefined
          ? []
          : [
              {
                kind: 'inSource',
                status: 'accepted',
                ...(suppression.reason === null ? {} : { justification: suppression.reason }),
                location: placeOf(file, suppression.range),
              },
            ],
      properties: {
        severity: finding.severity,
        category: finding.category,
        ...(finding.id === undefined ? {} : { finding: finding.id }),
      },
    };
  };
  return [
    ...checks.flatMap(({ check, file }) => [
      ...check.findings.map((finding) => result(finding, file)),
      ...(check.suppressed ?? []).map((finding) => result(finding, file, finding.suppression)),
    ]),
    ...problems.map(({ problem, file }) => result(problem, file)),
  ];
}

function fixOf(fix: Fix, file: string): object {
  return {
    description: { text: messageText(fix.title) },
    artifactChanges: [
      {
        artifactLocation: locationOf(file),
        replacements: fix.edits.map((edit) => ({
          deletedRegion: regionOf(edit.range),
          insertedContent: { text: edit.text },
        })),
      },
    ],
  };
}

function placeOf(file: string, range: Range): object {
  return { physicalLocation: { artifactLocation: locationOf(file), region: regionOf(range) } };
}

function regionOf({ start, end }: Range): object {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function locationOf(file: string): object {
  return { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: BASE_ID };
}

/** Words of a plan as a SARIF message: no placeholder (section 3.11.5) and no link (3.11.6) of theirs is one. */
function messageText(text: string): string {
  return text.replaceAll(/[{}]/g, '$&$&').replaceAll('](', String.raw`\](`);
}
