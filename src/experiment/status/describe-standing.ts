import { jobKinds } from '../../job-kinds.js';
import type { Status } from '../../generated/status.js';
import type { KindCount } from '../../store/count-jobs.js';
import type { LockHolder } from '../../store/locks/find-holders.js';
import { describePace, describeTroubles, describeTurns, inShort, roughly } from './describe-status.js';
import type { Standing } from './read-standing.js';
import { secondsBetween } from './seconds-between.js';

const mostJobs = 10;

/** How a run stands, for people; a finished one takes a single line. */
export function describeStanding(standing: Standing, name: string, now = new Date()): string[] {
  const { state, jobs, holders, statuses, set } = standing;
  const title = set === undefined ? name : `${name}, annotation set ${set}`;
  const counts = jobs.map(describeCount);
  if (state === 'finished') return [`${title} is finished: ${counts.join('; ')}`, ...jobs.flatMap(describeFailed)];
  const live = state === 'running' ? statuses.filter(({ state: own }) => own !== 'ended') : [];
  return [
    `${title}: ${describeState(standing, now)}`,
    ...holders.map((holder) => describeHolder(holder, now)),
    ...(state === 'stopped'
      ? statuses.slice(0, 1).flatMap(({ error }) => (error === undefined ? [] : [row('error', error)]))
      : []),
    ...counts.map((count) => row('made', count)),
    ...live.flatMap((status) => describeLive(status, now)),
    ...(state === 'running' ? [] : statuses.slice(0, 1).flatMap((status) => describeCeiling(status))),
    ...(live.some(({ progress }) => progress.some(({ running }) => running)) ? [] : jobs.flatMap(describeBegun)),
    ...jobs.flatMap(describeFailed),
    ...statuses.slice(0, 1).flatMap((status) => describeWarning(status, now)),
  ];
}

const runAgain = 'Run the same command again: it continues where it stopped';

function describeState({ state, statuses }: Standing, now: Date): string {
  const [last] = statuses;
  switch (state) {
    case 'not begun':
    case 'finished':
      return state;
    case 'running':
      return last?.state === 'stopping' ? 'stopping: the current turns are being finished' : 'running';
    case 'unclear':
      return 'the process that works on it may be dead: its heartbeat has stopped';
    case 'crashed':
      return `its process has gone without ending (killed, or the machine went down)${describeLast(last, now)}. ${runAgain}`;
    case 'stopped':
      return describeParts(statuses, now) ?? `stopped${describeExit(last, now)}. ${runAgain}`;
  }
}

/** Shards that have ended well, if no other process has been here: the same command again would make nothing. */
function describeParts(statuses: readonly Status[], now: Date): string | undefined {
  const [last] = statuses;
  const shards = statuses.flatMap(({ shard, exit_code: code }) =>
    shard !== undefined && code !== null && code <= 1 ? [shard] : [],
  );
  if (!last || shards.length < statuses.length) return undefined;
  const many = shards.length === 1 ? `shard ${shards.join()} has` : `the shards ${shards.sort().join(', ')} have`;
  return `${many} finished, ${roughly(secondsBetween(last.at, now))} ago. What is left is for the other shards, or for the same command without --shard`;
}

function describeLast(last: Status | undefined, now: Date): string {
  return last ? `; last heard of ${roughly(secondsBetween(last.at, now))} ago` : '';
}

function describeExit(last: Status | undefined, now: Date): string {
  if (!last) return ', not finished';
  const code = last.exit_code === null ? '' : ` (exit code ${last.exit_code})`;
  return ` ${roughly(secondsBetween(last.at, now))} ago, not finished${code}`;
}

function describeHolder({ shard, host, pid, since, process, lastBeat }: LockHolder, now: Date): string {
  const part = shard === '1/1' ? '' : `, shard ${shard}`;
  const beat = roughly((now.getTime() - lastBeat.getTime()) / 1000);
  const seen = {
    alive: '',
    dead: ', which is no longer alive',
    unknown: `, which cannot be seen from here; its last heartbeat was ${beat} ago`,
  };
  return row('process', `${pid} on ${host}${part}, since ${since.slice(0, 16).replace('T', ' ')} UTC${seen[process]}`);
}

function describeCount({ kind, planned, done, failed }: KindCount): string {
  const failing = failed.length > 0 ? `, ${failed.length} failed` : '';
  return `${done} of ${planned} ${jobKinds[kind].plural}${failing}`;
}

function describeLive(status: Status, now: Date): string[] {
  const current = status.progress.at(-1);
  const part = status.shard === undefined ? '' : `shard ${status.shard}: `;
  const pace = status.loading ? ['loading the model'] : describePace(status);
  const running = current?.running ?? [];
  const jobs = running.slice(0, mostJobs).map(({ job, turn, of, since }) => {
    return row('being made', `${job} at turn ${turn} of ${of} for ${roughly(secondsBetween(since, now))}`);
  });
  return [
    row('pace', `${part}${[...(current ? [describeTurns(current)] : []), ...pace].join(' · ')}`),
    ...describeTroubles(status, now).map((trouble) => row('trouble', trouble)),
    ...jobs,
    ...more(running.length),
  ];
}

function describeCeiling({ token_ceiling: ceiling }: Status): string[] {
  return ceiling ? [row('tokens', `${inShort(ceiling.used)} of ${inShort(ceiling.limit)}`)] : [];
}

function describeBegun({ begun, kind }: KindCount): string[] {
  const { unit } = jobKinds[kind];
  const shown = begun.slice(0, mostJobs).map(({ job, completions }) => row('begun', `${job}: ${completions} ${unit}`));
  return [...shown, ...more(begun.length)];
}

function describeFailed({ failed }: KindCount): string[] {
  const shown = failed.slice(0, mostJobs).map(({ job, story }) => row('failed', `${job}: ${story}`));
  return [...shown, ...more(failed.length)];
}

function describeWarning({ last_warning: warning }: Status, now: Date): string[] {
  if (!warning) return [];
  const of = warning.job === undefined ? '' : `${warning.job}: `;
  return [row('warning', `${roughly(secondsBetween(warning.at, now))} ago: ${of}${warning.text}`)];
}

function more(count: number): string[] {
  return count > mostJobs ? [row('', `… and ${count - mostJobs} more`)] : [];
}

function row(label: string, text: string): string {
  return `  ${label.padEnd(10)}  ${text}`;
}
