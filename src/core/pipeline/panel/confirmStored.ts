import { campaignIdOf } from '../../domain/campaign.ts';
import type { TaskMetadata } from '../../domain/task.ts';
import type { OpenRound } from '../../ports/artifactStore.ts';
import type { PanelContext } from './panelContext.ts';

/** The outcomes of a round's reviewers, as far as looking them up in the index goes. */
interface Ended {
  readonly reviewer: { readonly persona: { readonly id: string; readonly name: string } };
  readonly outcome: { readonly status: string };
}

/**
 * What is missing of a review that its reviewer has reported, as a phrase behind "its review"; undefined where nothing is. What it
 * answered has to be on the disk with the hash that the task gave, and its document has to say what it answered: a success that
 * nobody can read back is none.
 */
export async function missingOf(
  open: Pick<OpenRound, 'tasks' | 'readDocument'>,
  {
    reviewer,
    tasks,
    document,
  }: { readonly reviewer: string; readonly tasks: readonly TaskMetadata[]; readonly document: string },
): Promise<string | undefined> {
  for (const { id, output } of tasks) {
    const stored = await open.tasks.read(id);
    if (stored.state === 'inconsistent') {
      return `cannot be read back: ${stored.problem}`;
    }
    if (stored.state !== 'ended' || stored.metadata.status !== 'succeeded') {
      return 'is not on the disk';
    }
    if (stored.metadata.output?.sha256 !== output?.sha256) {
      return 'is not on the disk as it was answered';
    }
  }
  const written = await open.readDocument(reviewer);
  if (written === undefined) {
    return 'has no document on the disk';
  }
  return written === document ? undefined : 'and its document on the disk do not say the same';
}

/**
 * Looks whether the index has a row for every reviewer that has ended, and the right one, before anything is made of them. The
 * index follows from the artifacts, so that a row that is missing fails nobody: it is told of, one sentence each.
 */
export async function confirmIndexed(
  { indexed, open }: Pick<PanelContext, 'indexed' | 'open'>,
  outcomes: readonly Ended[],
): Promise<readonly string[]> {
  const slug = open.folder.split('/').at(-2) ?? '';
  const campaign = campaignIdOf(slug, open.number);
  for (let attempt = 1; ; attempt += 1) {
    const rows = await indexed?.(campaign);
    if (rows === undefined) {
      return [];
    }
    const missing = outcomes.filter(({ reviewer, outcome }) => {
      const row = rows.find((candidate) => candidate.reviewer === reviewer.persona.id);
      return row?.status !== (outcome.status === 'succeeded' ? 'completed' : 'failed');
    });
    const asked = missing.filter(({ outcome }) => outcome.status !== 'left_out');
    if (asked.length === 0) {
      return [];
    }
    if (attempt === 2) {
      const names = asked.map(({ reviewer }) => reviewer.persona.name).join(', ');
      return [`The index does not have what ${names} came to; "plan-review reindex" brings it back.`];
    }
  }
}
