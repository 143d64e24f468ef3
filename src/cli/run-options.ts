import { InvalidArgumentError, Option, type Command } from 'commander';
import type { CommonOptions } from './experiment.js';

/** The options of every command that makes documents. */
export interface RunOptions extends CommonOptions {
  /** How long a full disk is waited for, in milliseconds. */
  waitForDisk: number;
}

export function addRunOptions(command: Command): Command {
  return command.addOption(
    new Option('--wait-for-disk <seconds>', 'how long to wait for room on a full disk before giving up')
      .argParser(parseSeconds)
      .default(60_000, '60'),
  );
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() === '' || !Number.isFinite(seconds) || seconds < 0)
    throw new InvalidArgumentError('Not a number of seconds.');
  return seconds * 1000;
}
