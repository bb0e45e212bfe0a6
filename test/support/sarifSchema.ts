import { z } from 'zod';

/**
 * The part of SARIF 2.1.0 that Plan Review writes, as the specification has it (OASIS, sections in parentheses).
 * Strict: a property that the specification does not know fails, which the published JSON Schema demands too.
 */

const message = z.strictObject({ text: z.string().min(1) });

/** A relative reference, as one that counts from a base has to be (3.4.3). */
const relativeUri = z.string().regex(/^(?![/\\]|[a-z]+:)[\w!$&'()*+,;=:@%./~-]+$/i);

/** 3.4 */
const artifactLocation = z.strictObject({ uri: relativeUri, uriBaseId: z.literal('SRCROOT') });

/** 3.30: lines and columns from 1; the end column lies behind the last character. */
const region = z
  .strictObject({
    startLine: z.int().min(1),
    startColumn: z.int().min(1),
    endLine: z.int().min(1),
    endColumn: z.int().min(1),
  })
  .refine(
    ({ startLine, startColumn, endLine, endColumn }) =>
      startLine < endLine || (startLine === endLine && startColumn <= endColumn),
    'a region ends where it begins or behind',
  );

/** 3.29 */
const physicalLocation = z.strictObject({ artifactLocation, region });

/** 3.28 */
const location = z.strictObject({ id: z.int().min(0).optional(), physicalLocation });

/** 3.9: a level; a result of ours never has `none`. */
const level = z.enum(['note', 'warning', 'error']);

/** 3.8 */
const properties = z.record(z.string(), z.unknown());

/** 3.49 */
const rule = z.strictObject({
  id: z.string().min(1),
  shortDescription: message,
  fullDescription: message,
  help: message,
  defaultConfiguration: z.strictObject({ level }),
  properties: properties.and(z.object({ tags: unique(z.string()) })),
});

/** 3.55, 3.56, 3.57 */
const fix = z.strictObject({
  description: message,
  artifactChanges: z
    .array(
      z.strictObject({
        artifactLocation,
        replacements: z
          .array(
            z.strictObject({ deletedRegion: region, insertedContent: z.strictObject({ text: z.string() }) }),
          )
          .min(1),
      }),
    )
    .min(1),
});

/** 3.35 */
const suppression = z.strictObject({
  kind: z.literal('inSource'),
  status: z.literal('accepted'),
  justification: z.string().optional(),
  location: z.strictObject({ physicalLocation }),
});

/** 3.27 */
const result = z.strictObject({
  ruleId: z.string().min(1),
  ruleIndex: z.int().min(0),
  level,
  message,
  locations: z.array(location).length(1),
  relatedLocations: unique(location).optional(),
  partialFingerprints: z.record(z.string().regex(/\/v\d+$/), z.string()),
  fixes: unique(fix).optional(),
  suppressions: unique(suppression),
  properties,
});

/** 3.13, 3.14 */
export const sarifSchema = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z
    .array(
      z.strictObject({
        tool: z.strictObject({
          driver: z.strictObject({ name: z.string().min(1), version: z.string(), rules: unique(rule) }),
        }),
        columnKind: z.literal('utf16CodeUnits'),
        originalUriBaseIds: z.strictObject({
          // 3.14.14: absolute, with a slash at its end.
          SRCROOT: z.strictObject({ uri: z.string().regex(/^file:\/\/\/.*\/$/) }),
        }),
        invocations: z.array(z.strictObject({ executionSuccessful: z.boolean() })),
        artifacts: unique(
          z.strictObject({
            location: artifactLocation,
            roles: z.array(z.literal('analysisTarget')).optional(),
            hashes: z.strictObject({ 'sha-256': z.string().regex(/^[0-9a-f]{64}$/) }).optional(),
          }),
        ),
        results: z.array(result),
      }),
    )
    .length(1),
});

/** An array whose elements differ, as the specification has most of them. */
function unique<T extends z.ZodType>(element: T): z.ZodArray<T> {
  return z
    .array(element)
    .refine((all) => new Set(all.map((one) => JSON.stringify(one))).size === all.length, 'elements differ');
}
