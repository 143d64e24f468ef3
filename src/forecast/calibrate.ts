import { annotate, type DiscussionToAnnotate } from '../annotation/annotate.js';
import type { Backend, Request } from '../backends/backend.js';
import type { ModelConfig } from '../config/experiment-config.js';
import { discuss } from '../discussion/discuss.js';
import type { JobGenerator } from '../discussion/job-generator.js';
import { isSilentReply } from '../silence.js';
import type { Calibration } from '../generated/calibration.js';
import { loadKey } from '../plan/group-by-model.js';
import type { AnnotationJob, Job } from '../plan/job.js';
import { modelsOfJob } from '../plan/models-of-job.js';
import { measurePace } from './measure-pace.js';
import { tryJobs, tryTurns, type TriedDiscussion } from './try-work.js';
import { ownParts } from '../run/own-parts.js';
import type { PlannedWork } from './work-list.js';

export interface CalibrationPorts {
  loadBackend: (model: ModelConfig) => Promise<Backend>;
  host: string;
  now: () => Date;
  /** Time per model and kind of job. */
  budgetMs: number;
}

/** Texts to annotate if the trial made no discussion. */
const exampleTexts = ['I agree with most of this.', 'Who is going to pay for it?'];

/** The result of a trial. */
export interface Trial {
  measured: Calibration;
  /** Kinds of unfinished jobs of which no request completed in time. */
  unanswered: readonly Job['kind'][];
}

/** Measures the speed of a model on its requests in unfinished jobs. Discards the texts. */
export async function calibrate(
  model: ModelConfig,
  work: readonly PlannedWork[],
  { loadBackend, host, now, budgetMs }: CalibrationPorts,
): Promise<Trial> {
  const startedAt = performance.now();
  const backend = await loadBackend(model);
  const loadSeconds = (performance.now() - startedAt) / 1000;
  const workers = backend.slots * 2;
  const discussions = await measurePace(backend, tryTurns(discussionsOf(work, model), workers), budgetMs);
  const texts = discussions?.texts ?? exampleTexts;
  const annotations = await measurePace(backend, tryJobs(annotationStarts(work, texts), workers), budgetMs);
  const kinds = {
    ...(discussions && { discussion: discussions.pace }),
    ...(annotations && { annotation: { ...annotations.pace, spoken: spokenShare(texts) } }),
  };
  const tried = [...new Set(work.map(({ job }) => job.kind))];
  return {
    measured: { model: model.name, host, measured_at: now().toISOString(), load_seconds: loadSeconds, kinds },
    unanswered: tried.filter((kind) => !(kind in kinds)),
  };
}

function discussionsOf(work: readonly PlannedWork[], model: ModelConfig): TriedDiscussion[] {
  return work.flatMap(({ job, turns }) => {
    if (job.kind !== 'discussion') return [];
    const tried = modelsOfJob(job).filter(({ config }) => loadKey(config) === loadKey(model));
    return [
      {
        turns,
        start: async () => discuss(job, await ownParts(job)),
        isTried: (request: Request) => tried.some(({ key }) => key === request.model),
      },
    ];
  });
}

function annotationStarts(
  work: readonly PlannedWork[],
  texts: readonly string[],
): (() => Promise<JobGenerator<object>>)[] {
  const start = (job: AnnotationJob, turns: number) => () =>
    Promise.resolve(annotate(job, rehearsal(job, texts, turns)));
  return work.flatMap(({ job, turns }) => (job.kind === 'annotation' ? [start(job, turns)] : []));
}

/** A discussion made of texts from the trial. */
function rehearsal({ discussionId: id }: AnnotationJob, texts: readonly string[], turns: number): DiscussionToAnnotate {
  const spoken = texts.map((text) => (isSilentReply(text) ? '' : text));
  const comments = Array.from({ length: turns }, (_, turn) => ({
    name: `user${turn % 7}`,
    text: spoken[turn % spoken.length] ?? '',
    role: 'participant' as const,
  }));
  return { id, comments };
}

function spokenShare(texts: readonly string[]): number {
  return texts.filter((text) => !isSilentReply(text)).length / texts.length;
}
