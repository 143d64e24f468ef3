import type { Completion, Request } from '../backends/backend.js';
import type { JobGenerator } from '../discussion/job-generator.js';
import type { Trial, TrialPorts } from './measure-pace.js';

type Start = () => Promise<JobGenerator<object>>;

/** A discussion to try turns of. */
export interface TriedDiscussion {
  start: Start;
  /** Number of its requests. */
  turns: number;
  /** Whether a request is for the model that is tried. */
  isTried: (request: Request) => boolean;
}

/** Makes whole jobs, in order. */
export function tryJobs(starts: readonly Start[], workers: number): Trial {
  return async ({ ask, signal }) => {
    const queue = [...starts];
    await inParallel(Math.min(workers, starts.length), signal, async () => {
      const generator = await queue.shift()?.();
      if (!generator) return false;
      for (let step = generator.next([]); !step.done;) step = generator.next(await Promise.all(step.value.map(ask)));
      return true;
    });
  };
}

/** The golden ratio's fraction: its multiples cover an interval evenly, however many of them there are. */
const golden = (Math.sqrt(5) - 1) / 2;

/**
 * Makes single turns, evenly from all parts of the discussions, since prompts grow with the history: a trial that began
 * at the first turns would not get much further. The turns before are filled with replies of the trial, at first those
 * to a round of first turns.
 */
export function tryTurns(discussions: readonly TriedDiscussion[], workers: number): Trial {
  return async ({ ask, begin, signal }) => {
    const tried = discussions.slice(0, workers);
    const replies: Completion[] = [];
    let next = 0;
    await inParallel(tried.length, signal, async () => {
      const discussion = tried[next++];
      if (discussion) replies.push(...(await tryTurn(discussion, { turn: 0, replies, ask })));
      return false;
    });
    begin();
    const all = discussions.reduce((sum, { turns }) => sum + turns, 0);
    let made = 0;
    await inParallel(tried.length, signal, async () => {
      const discussion = tried[made % tried.length];
      if (!discussion || made >= all || replies.length === 0) return false;
      made += 1;
      const turn = Math.floor(((made * golden) % 1) * discussion.turns);
      replies.push(...(await tryTurn(discussion, { turn, replies, ask })));
      return true;
    });
  };
}

interface TriedTurn {
  turn: number;
  /** For the turns before. */
  replies: readonly Completion[];
  ask: TrialPorts['ask'];
}

/** Tries this request, or the next one of the model; the first try is a turn. Only replies to turns are returned. */
async function tryTurn({ start, isTried }: TriedDiscussion, { turn, replies, ask }: TriedTurn): Promise<Completion[]> {
  const generator = await start();
  let step = generator.next([]);
  for (let before = 0; !step.done;) {
    const wanted = step.value.find(
      (request, place) => before + place >= turn && isTried(request) && (turn > 0 || isTurn(request)),
    );
    if (wanted) {
      const reply = await ask(wanted);
      return isTurn(wanted) ? [reply] : [];
    }
    const reply = replies[(turn + before) % replies.length] ?? anyReply;
    before += step.value.length;
    step = generator.next(step.value.map(() => reply));
  }
  return [];
}

function isTurn({ key }: Request): boolean {
  return key.aside === undefined;
}

/** Of another model, until there is a reply. */
const anyReply: Completion = {
  text: 'I agree with most of this.',
  finish_reason: 'stop',
  prompt_tokens: null,
  completion_tokens: null,
  dropped_blocks: 0,
  duration_ms: 0,
};

/** Every worker works until it returns false. A request that is aborted by the end of the trial ends its worker. */
async function inParallel(workers: number, signal: AbortSignal, work: () => Promise<boolean>): Promise<void> {
  const worker = async (): Promise<void> => {
    try {
      while (!signal.aborted && (await work()));
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
}
