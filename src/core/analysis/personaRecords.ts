import { groupBy } from '../base/groupBy.ts';
import type { ReviewerTally } from '../domain/campaign.ts';
import type { Persona } from '../domain/persona.ts';
import type { PersonaRecord } from '../domain/personaRecord.ts';

/** How many judged findings of its own a reviewer needs to count for as much as what is usual for all of them. */
const priorFindings = 5;

/** What is taken to be usual while nothing is judged. */
const unknownRate = 0.5;

/** The normal quantile of a two-sided confidence of 95 %. */
const z95 = 1.96;

/**
 * How often what each reviewer raised was accepted, rejected and confirmed, by id. A finding is upheld where the author
 * accepted it, or did not refuse it and a later round saw it resolved; it is judged where it was upheld, rejected or
 * withdrawn. Who accepted it and then saw it withdrawn has acted on it all the same.
 */
export function personaRecords(tallies: readonly ReviewerTally[]): readonly PersonaRecord[] {
  const counts = [...groupBy(tallies, ({ reviewer }) => reviewer)].map(([reviewer, own]) => {
    const count = (matches: (tally: ReviewerTally) => boolean): number =>
      own.filter(matches).reduce((sum, { findings }) => sum + findings, 0);
    const upheld = count(isUpheld);
    return {
      reviewer,
      findings: count(() => true),
      accepted: count(isAccepted),
      rejected: count(({ disposition }) => disposition === 'rejected'),
      confirmed: count(isConfirmed),
      withdrawn: count(({ status }) => status === 'withdrawn'),
      judged: upheld + count((tally) => !isUpheld(tally) && isOverturned(tally)),
      upheld,
    };
  });
  const usual = rateOf(
    counts.reduce((sum, { upheld }) => sum + upheld, 0),
    counts.reduce((sum, { judged }) => sum + judged, 0),
    unknownRate,
  );
  return counts
    .map((count) => ({
      ...count,
      rate: rateOf(count.upheld, count.judged, usual),
      interval: wilsonInterval(count.upheld, count.judged),
    }))
    .toSorted((a, b) => (a.reviewer < b.reviewer ? -1 : 1));
}

function isAccepted({ disposition }: ReviewerTally): boolean {
  return disposition === 'accepted' || disposition === 'partially-accepted';
}

function isConfirmed({ status }: ReviewerTally): boolean {
  return status === 'resolved' || status === 'partially-resolved';
}

function isUpheld(tally: ReviewerTally): boolean {
  return isAccepted(tally) || (tally.disposition !== 'rejected' && isConfirmed(tally));
}

function isOverturned({ disposition, status }: ReviewerTally): boolean {
  return disposition === 'rejected' || status === 'withdrawn';
}

/** A share that begins at what is usual and moves away from it with what is known: one of one is not all. */
function rateOf(upheld: number, judged: number, usual: number): number {
  return (upheld + priorFindings * usual) / (judged + priorFindings);
}

/**
 * Wilson's score interval for a share (E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
 * Journal of the American Statistical Association 22, 1927). Null where there is nothing to go by.
 */
export function wilsonInterval(upheld: number, judged: number): PersonaRecord['interval'] {
  if (judged === 0) {
    return null;
  }
  const share = upheld / judged;
  const square = z95 ** 2;
  const middle = share + square / (2 * judged);
  const reach = z95 * Math.sqrt((share * (1 - share)) / judged + square / (4 * judged ** 2));
  const scale = 1 + square / judged;
  return {
    low: Math.max(0, (middle - reach) / scale),
    high: Math.min(1, (middle + reach) / scale),
  };
}

/**
 * The personas with those first whose findings were upheld more often, leads before specialists. Who has no record yet
 * stands where the usual one does. It decides who is asked sooner, and nothing else: a finding counts the same whoever
 * raised it.
 */
export function orderByRecord<P extends Pick<Persona, 'id' | 'role'>>(
  personas: readonly P[],
  records: readonly PersonaRecord[],
): readonly P[] {
  const rates = new Map(records.map(({ reviewer, rate }) => [reviewer, rate]));
  const known = records.filter(({ reviewer }) => personas.some(({ id }) => id === reviewer));
  const usual = rateOf(
    known.reduce((sum, { upheld }) => sum + upheld, 0),
    known.reduce((sum, { judged }) => sum + judged, 0),
    unknownRate,
  );
  const rateFor = ({ id }: P): number => rates.get(id) ?? usual;
  return [
    ...personas.filter(({ role }) => role === 'lead'),
    ...personas.filter(({ role }) => role !== 'lead').toSorted((a, b) => rateFor(b) - rateFor(a)),
  ];
}
