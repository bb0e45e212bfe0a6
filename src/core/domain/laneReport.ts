import { z } from 'zod';

const path = z.string().min(1);
const lane = z.string().min(1);

/** `plan-review lanes --format json`: who claims which files, where lanes meet, and how to divide what they share. */
export const laneReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** The plans and packets that were read, relative to the workspace folder. */
  plans: z.array(path),
  lanes: z.array(
    z.strictObject({
      name: lane,
      plan: path,
      /** The paths and patterns that it claims, as they are written. */
      claims: z.array(path),
      /** How many files of the repository fit them. */
      files: z.int().min(0),
      /** The lanes that it comes after, so that both may have the same files. */
      after: z.array(lane),
    }),
  ),
  /** What two lanes claim that go on side by side. */
  overlaps: z.array(z.strictObject({ lanes: z.tuple([lane, lane]), claims: z.tuple([path, path]) })),
  /** Files that files of several lanes import. */
  shared: z.array(
    z.strictObject({
      file: path,
      /** The lanes whose files import it. */
      importedBy: z.array(lane).min(2),
      /** The lanes that claim it, and so may change it under the others' hands. */
      claimedBy: z.array(lane),
    }),
  ),
  /** To whom each file is to be given that lanes share or dispute, and why. */
  split: z.array(
    z.strictObject({
      file: path,
      /** Null where it is to be changed before the lanes begin. */
      lane: lane.nullable(),
      reason: z.string().min(1),
    }),
  ),
  /** Files that belong together by their imports or folders, where the plans name no lanes; otherwise empty. */
  groups: z.array(z.array(path).min(1)),
  /** What was not looked at, one sentence each. */
  limits: z.array(z.string().min(1)),
});

export type LaneReport = z.infer<typeof laneReportSchema>;
