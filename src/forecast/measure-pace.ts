import { setTimeout as delay } from 'node:timers/promises';
import type { Backend, Completion, Request } from '../backends/backend.js';
import type { Calibration } from '../generated/calibration.js';

type Pace = Calibration['kinds'][string];

/** The pace, and the texts of the trial. */
export interface MeasuredPace {
  pace: Pace;
  texts: readonly string[];
}

/** What a trial does its requests with. */
export interface TrialPorts {
  ask: (request: Request) => Promise<Completion>;
  /** What came so far was only preparation: measures from here. */
  begin: () => void;
  /** Aborts when the time is up: nothing more is asked. */
  signal: AbortSignal;
}

/** Makes requests as a run would, until there are no more or the signal aborts. */
export type Trial = (ports: TrialPorts) => Promise<void>;

interface Sample {
  /** Empty for what was asked beside the turns. */
  texts: readonly string[];
  /** When the request completed, in seconds from the start. */
  at: number;
  /** Completed after the time was up. */
  isLate: boolean;
  promptTokens: number;
  completionTokens: number;
}

/** The relative variation of a machine's speed from hour to hour, which a longer trial does not reduce. */
const usualSigma = 0.14;
const parts = 4;

/**
 * Runs a trial for `budgetMs`, and gives replies under way as long again: without them, short replies would be over-
 * represented. If nothing completes after its preparation, that is measured. Undefined if no request completes at all.
 */
export async function measurePace(backend: Backend, trial: Trial, budgetMs: number): Promise<MeasuredPace | undefined> {
  const [over, stop] = [new AbortController(), new AbortController()];
  const prepared: Sample[] = [];
  const measured: Sample[] = [];
  const current = { samples: prepared, startedAt: performance.now() };
  const running = trial({
    async ask(request) {
      const { samples, startedAt } = current;
      const completion = await backend.generate(request, stop.signal);
      const at = (performance.now() - startedAt) / 1000;
      const texts = request.key.aside === undefined ? [completion.text] : [];
      samples.push(sampleOf(completion, { texts, at, isLate: over.signal.aborted }));
      return completion;
    },
    begin() {
      Object.assign(current, { samples: measured, startedAt: performance.now() });
    },
    signal: over.signal,
  });
  const wait = (): Promise<boolean> => delay(budgetMs, false, { signal: stop.signal });
  const end = running.then(() => true);
  const finished = await Promise.race([end, wait()]);
  over.abort();
  await Promise.race([end, wait()]);
  stop.abort();
  await running;
  const samples = measured.length > 0 ? measured : prepared;
  if (samples.length === 0) return undefined;
  return { pace: describePace(samples, finished), texts: [...prepared, ...measured].flatMap(({ texts }) => texts) };
}

function sampleOf(
  { prompt_tokens, completion_tokens }: Completion,
  about: Pick<Sample, 'texts' | 'at' | 'isLate'>,
): Sample {
  return { ...about, promptTokens: prompt_tokens ?? 0, completionTokens: completion_tokens ?? 0 };
}

function describePace(samples: readonly Sample[], finished: boolean): Pace {
  const punctual = samples.filter(({ isLate }) => !isLate);
  const timed = punctual.length > 0 ? punctual : samples;
  const wall = timed.at(-1)?.at ?? 0;
  const mean = (pick: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + pick(sample), 0) / samples.length;
  return {
    completions: samples.length,
    seconds_each: Math.max(wall / timed.length, 1e-6),
    sigma: Math.hypot(usualSigma, finished ? 0 : spreadOf(timed, wall)),
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
