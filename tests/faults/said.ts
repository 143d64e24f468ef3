import type { Annotation } from '../../src/generated/annotation.js';
import type { Discussion } from '../../src/generated/discussion.js';
import type { Progress } from '../../src/run/progress.js';
import type { JournalRecord, RunStore } from '../../src/store/run-store.js';
import { foreignRequest } from './damage.js';

/** What a run on a model disk said: every comment that was reported on disk, every document that was reported published. */
export interface Said {
  /** `<job id>/<index>` to its text. */
  acknowledged: Map<string, string>;
  /** Job id to the texts of its document. */
  published: Map<string, string>;
  violations: string[];
  /** Of the process that is running. */
  here: Here;
}

/** What the progress of a process may claim: of the turns that it asked for, those on disk; and its documents. */
interface Here {
  asked: Set<string>;
  onDisk: Set<string>;
  published: number;
}

export const nothingYet = (): Here => ({ asked: new Set(), onDisk: new Set(), published: 0 });

export const newSaid = (): Said => ({
  acknowledged: new Map(),
  published: new Map(),
  violations: [],
  here: nothingYet(),
});

/** The store with its promises written down the moment they are given. */
export function listenTo(store: RunStore, said: Said): RunStore {
  return {
    ...store,
    async startAttempt(job, models, carried) {
      const attempt = await store.startAttempt(job, models, carried);
      for (const record of carried.filter(({ request }) => request !== foreignRequest))
        acknowledge(said, job.id, record);
      return {
        ...attempt,
        async append(record) {
          await attempt.append(record);
          acknowledge(said, job.id, record);
        },
      };
    },
    async publish(kind, id, document) {
      await store.publish(kind, id, document);
      said.published.set(id, textsOf(await store.readPublished(kind, id).catch(unreadable)));
      said.here.published += 1;
    },
  };
}

/** What is not this job's document was published all the same, as far as anybody was told. */
function unreadable(error: unknown): object {
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('SYNDISCO_PUBLISHED_')) return {};
  throw error;
}

function acknowledge(said: Said, job: string, { index, completion: { text } }: JournalRecord): void {
  const turn = `${job}/${index}`;
  const before = said.acknowledged.get(turn) ?? text;
  if (before !== text) said.violations.push(`${turn} was acknowledged with two texts`);
  said.acknowledged.set(turn, before);
  if (said.here.asked.has(turn)) said.here.onDisk.add(turn);
}

/** What the run tells a person may not be ahead of the disk. */
export function checkProgress(said: Said): (progress: Readonly<Progress>) => void {
  const before = new Map<Progress['kind'], { done: number; onDisk: number; published: number }>();
  return ({ kind, done, completions }) => {
    const { onDisk, published } = said.here;
    const start = before.get(kind) ?? { done, onDisk: onDisk.size, published };
    before.set(kind, start);
    if (completions > onDisk.size - start.onDisk)
      said.violations.push(`a ${kind} counts a comment that is not on disk`);
    if (done - start.done > published - start.published)
      said.violations.push(`a ${kind} is counted that is not published`);
  };
}

export function textsOf(document: unknown): string {
  const { logs, comments } = document as Partial<Discussion> & Partial<Annotation>;
  const spoken: readonly object[] = comments ?? (logs as Discussion['logs'] | undefined) ?? [];
  return JSON.stringify(spoken.map((comment) => ('raw_text' in comment ? comment.raw_text : null)));
}
