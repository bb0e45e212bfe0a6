import type { Archive } from '../domain/archive.ts';

/** What can be put aside: a review, by the name of its folder, or a campaign over several plans, by its id. */
export interface ArchivePlace {
  readonly kind: 'review' | 'campaign';
  readonly name: string;
}

/** What is put aside, as `archived.json` beside it. */
export interface Archives {
  /** Undefined where it is not put aside, or what says so cannot be used: then it is shown. */
  read(place: ArchivePlace): Promise<Archive | undefined>;
  /** @throws PlanReviewError `store-unwritable` */
  write(place: ArchivePlace, archive: Archive): Promise<void>;
  /** Brings it back. False where it was not put aside. @throws PlanReviewError `store-unwritable` */
  remove(place: ArchivePlace): Promise<boolean>;
}
