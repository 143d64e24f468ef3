import { Option, type Command } from 'commander';
import type { FailureLimit, RunRules } from '../run/run-rules.js';
import { usualRules } from '../run/run-rules.js';
import type { CommonOptions } from './common-options.js';
import { parseDuration, parseFailureLimit, parseShard } from './parse-option.js';

/** The options of every command that makes documents; durations in milliseconds. */
export interface RunOptions extends CommonOptions {
  waitForDisk: number;
  requestDeadline: number;
  stopAfter?: number;
  maxFailures?: FailureLimit;
  retryFailed?: boolean;
  shard?: RunRules['shard'];
  strict?: boolean;
}

export function addRunOptions(command: Command): Command {
  for (const option of runOptions()) command.addOption(option);
  return command;
}

/** For commands whose jobs do not depend on what other shards have finished. */
export function addShardOption(command: Command): Command {
  return command.addOption(
    new Option('--shard <i/n>', 'make only the i-th of n parts of the plan; one process for each').argParser(
      parseShard,
    ),
  );
}

/** What the command line says about how the run behaves. */
export function rulesOf(options: RunOptions): RunRules {
  const { waitForDisk, requestDeadline, maxFailures, retryFailed = false, shard = usualRules.shard } = options;
  return { ...usualRules, patienceMs: waitForDisk, deadlineMs: requestDeadline, maxFailures, retryFailed, shard };
}

function runOptions(): Option[] {
  return [
    new Option('--stop-after <time>', 'stop in time, as after a SIGTERM, and exit with 75: 23h50m, 90s').argParser(
      parseDuration,
    ),
    new Option('--strict', 'do not begin when something in the inputs only looks like a mistake'),
    new Option('--max-failures <n>', 'end the run when more than n jobs, or n% of the plan, have failed').argParser(
      parseFailureLimit,
    ),
    new Option('--retry-failed', 'make the jobs too that an earlier run gave up on'),
    new Option('--request-deadline <time>', 'how long one request may decode before it is tried again')
      .argParser(parseDuration)
      .default(usualRules.deadlineMs, '10m'),
    new Option('--wait-for-disk <time>', 'how long to wait for room on a full disk before giving up')
      .argParser(parseDuration)
      .default(usualRules.patienceMs, '60s'),
  ];
}
