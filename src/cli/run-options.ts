import { Option, type Command } from 'commander';
import type { FailureLimit, RunRules } from '../run/run-rules.js';
import { usualRules } from '../run/run-rules.js';
import type { CommonOptions } from './common-options.js';
import { parseDuration, parseFailureLimit, parseShard, parseTokens } from './parse-option.js';

/** The options of every command that makes documents; durations in milliseconds. */
export interface RunOptions extends CommonOptions {
  waitForDisk: number;
  requestDeadline: number;
  stopAfter?: number;
  /** Of the whole run. */
  maxTokensTotal?: number;
  maxFailures?: FailureLimit;
  retryFailed?: boolean;
  shard?: RunRules['shard'];
  strict?: boolean;
}

export function addRunOptions(command: Command): Command {
  for (const option of runOptions()) command.addOption(option);
  return command;
}

/** A shard's annotations are those of its own discussions, so no shard waits for another. */
export function addShardOption(command: Command): Command {
  return command.addOption(
    new Option(
      '--shard <i/n>',
      'make only the i-th of n parts of the plan, one process per part; auto: the part of this task of a Slurm array',
    ).argParser(parseShard),
  );
}

/** The rules of the run, from the command line. */
export function rulesOf(options: RunOptions): RunRules {
  const { waitForDisk, requestDeadline, maxFailures, retryFailed = false, shard = usualRules.shard } = options;
  return { ...usualRules, patienceMs: waitForDisk, deadlineMs: requestDeadline, maxFailures, retryFailed, shard };
}

/** The ceiling for servers that are paid by the token. */
export function tokenOption(what: string): Option {
  return new Option(
    '--max-tokens-total <n>',
    `${what} when the run has used this many tokens (2M, 500k), read and generated, in all its processes so far`,
  ).argParser(parseTokens);
}

function runOptions(): Option[] {
  return [
    new Option('--stop-after <time>', 'stop after this time (23h50m, 90s) as on SIGTERM, with exit code 75').argParser(
      parseDuration,
    ),
    tokenOption('stop, with exit code 75,'),
    new Option('--strict', 'treat warnings about the inputs as errors'),
    new Option('--max-failures <n>', 'abort the run when more than n jobs, or n% of the plan, have failed').argParser(
      parseFailureLimit,
    ),
    new Option('--retry-failed', 'also retry jobs that failed in an earlier run'),
    new Option(
      '--request-deadline <time>',
      'how long one request may take before it is retried; waiting for a free slot does not count',
    )
      .argParser(parseDuration)
      .default(usualRules.deadlineMs, '10m'),
    new Option('--wait-for-disk <time>', 'how long to wait for free space on a full disk before exiting')
      .argParser(parseDuration)
      .default(usualRules.patienceMs, '60s'),
  ];
}
