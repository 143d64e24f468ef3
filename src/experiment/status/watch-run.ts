import { hostname } from 'node:os';
import type { ServerTrouble } from '../../backends/backend.js';
import type { Calibration } from '../../generated/calibration.js';
import type { Status, StatusProgress } from '../../generated/status.js';
import type { LiveProgress, ProgressListener } from '../../run/progress.js';
import type { StopRequest } from '../../run/stop-request.js';
import type { TokenBudget } from '../../run/token-budget.js';
import { redact } from '../../redact.js';
import { recentPace, type Pace, type RecentPace } from './recent-pace.js';

/** What a process knows of its own run at any moment: for the terminal, for status.json and for SIGUSR2. */
export interface RunWatch {
  tell: ProgressListener;
  /** A warning or an error was logged. */
  warned(text: string, job: string | undefined): void;
  now(): Status;
  /** Grows whenever something has happened that `now` shows. */
  readonly changes: number;
}

interface Watched {
  /** The named annotation set that is made. */
  set: string | undefined;
  /** Where finished documents are. */
  folders: Pick<Status, 'discussions_dir' | 'annotations_dir'>;
  /** As `2/8`; undefined for a run that is not divided. */
  shard: string | undefined;
  stop: StopRequest;
  /** Measured earlier on this machine, by the model's name. */
  calibrations: () => ReadonlyMap<string, Calibration>;
  budget: () => TokenBudget | undefined;
  /** After so long without a reply, the run counts as stalled. */
  stalledAfterS: number;
  /** Servers that do not answer at present. */
  troubles: () => readonly ServerTrouble[];
  now: () => Date;
}

export function watchRun(watched: Watched): RunWatch {
  const { set, folders, shard, stop, stalledAfterS, now: clock } = watched;
  const pace = recentPace();
  const known = new Map<LiveProgress['kind'], Readonly<LiveProgress>>();
  const startedAt = clock().toISOString();
  const facts: Pick<Status, 'last_warning' | 'last_reply_at'> = {};
  let happenedAt = performance.now();
  let last: Readonly<LiveProgress> | undefined;
  let changes = 0;
  return {
    get changes() {
      return changes;
    },
    tell(progress) {
      changes += 1;
      const at = performance.now();
      const count = countOf(progress);
      if (last?.kind !== progress.kind || last.current !== progress.current) {
        pace.restart(count, at);
        happenedAt = at;
      } else pace.note(count, at);
      if (progress.completions > (known.get(progress.kind)?.completions ?? 0)) {
        facts.last_reply_at = clock().toISOString();
        happenedAt = at;
      }
      last = { ...progress };
      known.set(progress.kind, last);
    },
    warned(text, job) {
      changes += 1;
      facts.last_warning = { at: clock().toISOString(), text: redact(text), ...(job !== undefined && { job }) };
    },
    now: () => ({
      at: clock().toISOString(),
      ...(set !== undefined && { annotation_set: set }),
      host: hostname(),
      pid: process.pid,
      ...(shard !== undefined && { shard }),
      ...folders,
      started_at: startedAt,
      state: stop.requested ? 'stopping' : 'running',
      exit_code: null,
      ...(last && isLoading(last) && { loading: true }),
      progress: Array.from(known.values(), describe),
      ...facts,
      quiet_s: Math.round((performance.now() - happenedAt) / 1000),
      stalled_after_s: stalledAfterS,
      ...paceOf(last, pace, watched.calibrations()),
      tokens: tokensOf([...known.values()]),
      ...ceilingOf(watched.budget()),
      ...serversOf(watched.troubles()),
    }),
  };
}

function countOf({ completions, tokens }: Readonly<LiveProgress>): { turns: number; tokens: number } {
  return { turns: completions, tokens: tokens.completion };
}

function isLoading({ current, total, done, failed }: Readonly<LiveProgress>): boolean {
  return current === undefined && done + failed < total;
}

function describe({ kind, total, done, failed, completions, remark, models, running }: LiveProgress): StatusProgress {
  const ofModels = Array.from(models, ([name, { jobs, turns }]) => ({
    name,
    jobs: { ...jobs },
    turns: { total: turns.total, done: turns.done },
  }));
  return {
    ...{ kind, total, done, failed, completions },
    turns: { total: sum(ofModels.map(({ turns }) => turns.total)), done: sum(ofModels.map(({ turns }) => turns.done)) },
    models: ofModels,
    running: Array.from(running, ([job, { turn, of, since }]) => ({ job, turn, of, since: since.toISOString() })),
    ...(remark !== undefined && { remark }),
  };
}

type PaceFacts = Pick<Status, 'turns_per_second' | 'tokens_per_second' | 'seconds_left'>;

function paceOf(
  progress: Readonly<LiveProgress> | undefined,
  recent: RecentPace,
  calibrations: ReadonlyMap<string, Calibration>,
): PaceFacts {
  const pace = recent.now(performance.now());
  const left = progress && secondsLeft(progress, pace, calibrations);
  return {
    ...(pace && { turns_per_second: rounded(pace.turns), tokens_per_second: rounded(pace.tokens) }),
    ...(left !== undefined && left > 0 && { seconds_left: Math.ceil(left) }),
  };
}

/** Models take turns, each at its own pace: that of the last minutes for the one at work, if there is any. */
function secondsLeft(
  { kind, models, current }: Readonly<LiveProgress>,
  pace: Pace | undefined,
  calibrations: ReadonlyMap<string, Calibration>,
): number | undefined {
  const own = pace?.isReliable ? 1 / pace.turns : undefined;
  const seconds = Array.from(models, ([name, { turns }]) => {
    const measured = secondsEach(calibrations.get(name), kind);
    const each = name === current ? (own ?? measured) : (measured ?? own);
    return turns.left === 0 ? 0 : turns.left * (each ?? Number.NaN);
  });
  const all = sum(seconds);
  return Number.isNaN(all) ? undefined : all;
}

function secondsEach(calibration: Calibration | undefined, kind: LiveProgress['kind']): number | undefined {
  const pace = calibration?.kinds[kind];
  return pace && pace.seconds_each * (pace.spoken ?? 1);
}

function tokensOf(progress: readonly Readonly<LiveProgress>[]): { prompt: number; completion: number } {
  return {
    prompt: sum(progress.map(({ tokens }) => tokens.prompt)),
    completion: sum(progress.map(({ tokens }) => tokens.completion)),
  };
}

function ceilingOf(budget: TokenBudget | undefined): Pick<Status, 'token_ceiling'> {
  return budget ? { token_ceiling: { limit: budget.limit, used: budget.used } } : {};
}

function serversOf(troubles: readonly ServerTrouble[]): Pick<Status, 'servers'> {
  if (troubles.length === 0) return {};
  return { servers: troubles.map(({ since, ...told }) => ({ ...told, since: since.toISOString() })) };
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
