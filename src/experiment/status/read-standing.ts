import type { Status } from '../../generated/status.js';
import { countJobs, type KindCount } from '../../store/count-jobs.js';
import { listSets } from '../../store/find-run.js';
import { findHolders, type LockHolder } from '../../store/locks/find-holders.js';
import { readStatusFiles } from '../../store/records/status-file.js';
import { runFolders as storeFolders } from '../../store/run-folders.js';
import type { LocatedRun } from './locate-run.js';

/** A process whose heartbeat is older than this, where nothing else of it can be seen, may be dead. */
const beatMs = 5 * 60_000;

/** How a run, or a named annotation set of it, stands. */
export interface Standing {
  set?: string;
  dir: string;
  state: State;
  jobs: readonly KindCount[];
  /** Those that hold a lock. */
  holders: readonly LockHolder[];
  /** What its processes have last said of themselves, the latest first. */
  statuses: readonly Status[];
}

type State =
  | 'not begun'
  | 'running'
  /** A process on another host holds a lock, and its heartbeat has stopped. */
  | 'unclear'
  /** Its process has gone without ending. */
  | 'crashed'
  /** Ended before everything was made. */
  | 'stopped'
  /** Everything that is planned is made or has failed for good. */
  | 'finished';

/** Remembers what was read before, for one who looks again and again. */
export type Memory = Map<string, Set<string>>;

/** Reads how a run and its annotation sets stand, without a lock and without writing anything. */
export async function readStanding(located: LocatedRun, memory: Memory = new Map()): Promise<Standing[]> {
  const { dir, discussionsDir, annotationsDir } = located;
  const folders = { dir, discussionsDir, annotationsDir };
  const sets = await listSets(dir);
  const run = await standingOf(folders, memory);
  if (run.statuses.length === 0 && run.holders.length === 0) await located.require();
  const standings = [run];
  for (const set of sets) standings.push(await standingOf({ ...folders, set }, memory));
  return standings;
}

async function standingOf(options: Parameters<typeof storeFolders>[0], memory: Memory): Promise<Standing> {
  const { dir, shards } = storeFolders(options);
  const known = memory.get(dir) ?? new Set();
  memory.set(dir, known);
  const facts = {
    jobs: await countJobs(options, known),
    holders: await findHolders(shards),
    statuses: await readStatusFiles(dir),
  };
  return { ...(options.set !== undefined && { set: options.set }), dir, state: judge(facts), ...facts };
}

function judge({ jobs, holders, statuses }: Pick<Standing, 'jobs' | 'holders' | 'statuses'>): State {
  const isBeating = ({ process, lastBeat }: LockHolder): boolean =>
    process === 'alive' || (process === 'unknown' && Date.now() - lastBeat.getTime() < beatMs);
  if (holders.some(isBeating)) return 'running';
  if (holders.some(({ process }) => process === 'unknown')) return 'unclear';
  if (holders.length > 0 || statuses.some(({ state }) => state !== 'ended')) return 'crashed';
  if (jobs.length === 0) return statuses.length > 0 ? 'stopped' : 'not begun';
  const isComplete = jobs.every(({ planned, done, failed }) => done + failed.length === planned);
  return isComplete && (statuses[0]?.exit_code ?? 0) <= 1 ? 'finished' : 'stopped';
}
