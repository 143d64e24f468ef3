import { dirname, parse } from 'node:path';
import type { Outcome } from '../experiment/actions.js';
import type { Timing } from '../experiment/time-run.js';
import { outcomeFolders } from '../experiment/run-folders.js';
import { describeDuration } from './describe-duration.js';
import { describeSums } from './describe-sums.js';
import { showTranscript } from './show-transcript.js';

const someFailed = 1;
const runAgain = 75;

/** Prints the result of a command on stdout and returns the exit code. */
export async function showOutcome(outcome: Outcome, options: { json?: boolean }): Promise<number> {
  const exitCode = outcome.isCutShort ? runAgain : judge(outcome.made);
  if (options.json) {
    process.stdout.write(`${JSON.stringify(asJson(outcome, exitCode))}\n`);
    return exitCode;
  }
  if (isFinishedBefore(outcome)) {
    process.stdout.write(`${describeFinished(outcome)}\n`);
    return exitCode;
  }
  if (outcome.made.some(({ kind, done }) => kind === 'discussion' && done > 0)) await showTranscript(outcome.config);
  process.stdout.write(`${describeOutcome(outcome, exitCode).join('\n')}\n`);
  return exitCode;
}

/** A finished study that is run again, as cron does, made nothing and has nothing new to show. */
function isFinishedBefore({ made, isCutShort }: Outcome): boolean {
  const isOld = made.every(({ completions, done, total }) => completions === 0 && done === total && total > 0);
  return made.length > 0 && isOld && !isCutShort;
}

function describeFinished({ config, made, exported }: Outcome): string {
  const counts = made.map(({ kind, done, total }) => `${done} of ${total} ${kind}s`);
  const files = exported ? [`data set ${exported.files[0] ?? ''}`] : [];
  const set = config.annotationSet === undefined ? '' : ` (annotation set ${config.annotationSet})`;
  return `${config.name}${set} has nothing left to make: ${[...counts, ...files].join(', ')}; see ${config.runDir}`;
}

function judge(made: Outcome['made']): number {
  if (made.some(({ done, failed, total }) => done + failed < total)) return runAgain;
  return made.some(({ failed }) => failed > 0) ? someFailed : 0;
}

function asJson({ config, made, exported, timing, loads = [] }: Outcome, exitCode: number): object {
  const rest = { ...(exported && { exported }), ...(timing && { timing }) };
  const { annotationSet: set } = config;
  const of = set === undefined ? {} : { annotation_set: set };
  return {
    experiment: config.name,
    run_dir: config.runDir,
    ...of,
    exit_code: exitCode,
    made,
    model_loads: loads,
    ...rest,
  };
}

function describeOutcome({ config, made, exported, timing, loads = [] }: Outcome, exitCode: number): string[] {
  const { documents, failures } = outcomeFolders(config);
  const counts = made.map(({ kind, done, total, failed }) => {
    const folder = documents[kind];
    const failing = failed > 0 ? `, ${failed} failed (see ${failures}; --retry-failed retries them)` : '';
    const isEmptySample = kind === 'annotation' && total === 0 && config.annotation?.sample;
    const remark = isEmptySample ? ' (annotation.sample draws none of the discussions)' : failing;
    return `${kind}s`.padEnd(13) + `${done} of ${total}${remark}  ${folder}`;
  });
  const dataset = exported ? describeDataset(exported) : [];
  const idle = made.length === 0 && !exported ? ['Nothing to do: all actions of the config are off.'] : [];
  const again = exitCode === runAgain ? [describeRest(made.flatMap(({ stopped = [] }) => stopped))] : [];
  return [
    ...idle,
    ...counts,
    ...describeLoads(loads),
    ...dataset,
    ...(timing ? [describeTiming(timing)] : []),
    ...again,
  ];
}

function describeRest(stopped: readonly string[]): string {
  if (stopped.length === 0) return 'Not finished: run the same command again to continue.';
  return `Not finished: quality.stop_above has stopped ${stopped.join(', ')}; the log has the rates. The same command stops there again, unless you raise the limit or start a new run with another prompt (--fork NAME).`;
}

/** `88 rows  …/comments.csv`, or `4 discussions, 44 turns …  …/tidy`. */
function describeDataset({ tables, files, ...exported }: NonNullable<Outcome['exported']>): string[] {
  const counts = Object.entries(tables).map(([name, rows]) => [name, rows] as const);
  const isTidy = counts.length > 1;
  const rows = isTidy ? counts.map(([name, count]) => `${count} ${name}`) : [`${exported.rows} rows`];
  const own = files.filter((file) => Object.hasOwn(tables, parse(file).name));
  const place = isTidy ? dirname(own[0] ?? '') : own.join(', ');
  return [`data set     ${[...rows, ...describeSums(exported)].join(', ')}  ${place}`];
}

/** Shows the estimate next to the actual time. */
function describeTiming({ expected: { seconds, low, high }, seconds: took }: Timing): string {
  const [expected, from, to] = [seconds, low, high].map(describeDuration);
  const verdict = took >= low && took <= high ? 'inside' : 'outside';
  return `time         took ${describeDuration(took)}; expected ${expected ?? ''}, ${verdict} the interval from ${from ?? ''} to ${to ?? ''}`;
}

/** `loaded demo, large ×2`: a repeated load costs time, so it is shown. */
function describeLoads(loads: readonly string[]): string[] {
  const times = [...new Set(loads)].map((name) => [name, loads.filter((other) => other === name).length] as const);
  const named = times.map(([name, count]) => (count === 1 ? name : `${name} ×${count}`));
  return named.length > 0 ? [`loaded       ${named.join(', ')}`] : [];
}
