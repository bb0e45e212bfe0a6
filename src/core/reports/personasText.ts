import type { PersonaRecord } from '../domain/personaRecord.ts';
import type { PersonasReport } from '../domain/personasReport.ts';
import { printable, type Paint } from './paint.ts';

const plain: Paint = (_tone, text) => text;

/** The personas there are and, where it was asked for, what became of what each has raised. For a terminal. */
export function personasText({ personas, records, problems }: PersonasReport, paint: Paint = plain): string {
  const width = Math.max(0, ...personas.map(({ id }) => id.length));
  const known = new Map(records?.map((record) => [record.reviewer, record]));
  const lines = personas.flatMap(({ id, name, role, archetype, experience, isCore }) => [
    `${id.padEnd(width)}  ${printable(name)}${isCore ? '' : ', of this workspace'}`,
    paint('quiet', `    ${printable(`${role}, ${archetype}, ${experience}`)}`),
    ...(records === undefined ? [] : [`    ${recordText(known.get(id))}`]),
  ]);
  const others = (records ?? []).filter(({ reviewer }) => personas.every(({ id }) => id !== reviewer));
  return [
    ...lines,
    ...others.flatMap((record) => [
      `${printable(record.reviewer)}${record.reviewer === 'checks' ? '  the checks' : '  no longer a persona'}`,
      `    ${recordText(record)}`,
    ]),
    ...problems.map(({ path, message }) => paint('bad', printable(`${path}: ${message}`))),
    '',
  ].join('\n');
}

/** What became of a reviewer's findings, in one line; a share is never shown without what it rests on. */
function recordText(record: PersonaRecord | undefined): string {
  if (record === undefined) {
    return 'raised nothing yet';
  }
  const { findings, accepted, rejected, confirmed, withdrawn, judged, upheld, interval } = record;
  const counts = `raised ${findings}: ${accepted} accepted, ${rejected} rejected, ${confirmed} confirmed, ${withdrawn} withdrawn`;
  return interval === null
    ? `${counts}; none is judged yet`
    : `${counts}; upheld ${upheld} of ${judged} judged (between ${percent(interval.low)} and ${percent(interval.high)})`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
