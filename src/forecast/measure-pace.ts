import { setTimeout as delay } from 'node:timers/promises';
import type { Backend, Completion, Request } from '../backends/backend.js';
import type { JobGenerator } from '../discussion/job-generator.js';
import type { Calibration } from '../generated/calibration.js';

type Pace = Calibration['kinds'][string];

/** The pace, and the texts of the trial. */
export interface MeasuredPace {
  pace: Pace;
  texts: readonly string[];
}

interface Sample {
  text: string;
  /** When the request completed, in seconds from the start. */
  at: number;
  promptTokens: number;
  completionTokens: number;
}

/** The relative variation of a machine's speed from hour to hour, which a longer trial does not reduce. */
const usualSigma = 0.14;
const parts = 4;

/**
 * Makes jobs as a run would, concurrently and in order, but discards the results; stops after `budgetMs`. Undefined if no
 * request completed in that time.
 */
export async function measurePace(
  backend: Backend,
  jobs: readonly (() => Promise<JobGenerator<object>>)[],
  budgetMs: number,
): Promise<MeasuredPace | undefined> {
  const stop = new AbortController();
  const samples: Sample[] = [];
  const startedAt = performance.now();
  const ask = async (request: Request): Promise<Completion> => {
    const completion = await backend.generate(request, stop.signal);
    const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = completion;
    const at = (performance.now() - startedAt) / 1000;
    samples.push({
      at,
      text: completion.text,
      promptTokens: promptTokens ?? 0,
      completionTokens: completionTokens ?? 0,
    });
    return completion;
  };
  const trial = driveAll(jobs, ask, { workers: backend.slots * 2, signal: stop.signal });
  const finished = await Promise.race([trial.then(() => true), delay(budgetMs, false, { signal: stop.signal })]);
  stop.abort();
  await trial;
  if (samples.length === 0) return undefined;
  return { pace: describePace(samples, finished), texts: samples.map(({ text }) => text) };
}

async function driveAll(
  jobs: readonly (() => Promise<JobGenerator<object>>)[],
  ask: (request: Request) => Promise<Completion>,
  { workers, signal }: { workers: number; signal: AbortSignal },
): Promise<void> {
  const queue = [...jobs];
  const work = async (): Promise<void> => {
    for (let start = queue.shift(); start && !signal.aborted; start = queue.shift()) {
      // A request aborted by the end of the trial ends its job.
      await drive(await start(), ask).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, jobs.length) }, work));
}

async function drive(generator: JobGenerator<object>, ask: (request: Request) => Promise<Completion>): Promise<void> {
  for (let step = generator.next([]); !step.done;) step = generator.next(await Promise.all(step.value.map(ask)));
}

function describePace(samples: readonly Sample[], finished: boolean): Pace {
  const wall = samples.at(-1)?.at ?? 0;
  const mean = (pick: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + pick(sample), 0) / samples.length;
  return {
    completions: samples.length,
    seconds_each: Math.max(wall / samples.length, 1e-6),
    sigma: Math.hypot(usualSigma, finished ? 0 : spreadOf(samples, wall)),
    prompt_tokens: mean(({ promptTokens }) => promptTokens),
    completion_tokens: mean(({ completionTokens }) => completionTokens),
  };
}

/** Relative standard error of the pace, from the variation between the quarters of the trial. */
function spreadOf(samples: readonly Sample[], wall: number): number {
  const counts = Array.from({ length: parts }, (_, part) => {
    const [from, to] = [(wall * part) / parts, (wall * (part + 1)) / parts];
    return samples.filter(({ at }) => at > from && at <= to).length;
  });
  const mean = samples.length / parts;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (parts - 1);
  return Math.sqrt(variance / parts) / mean;
}
