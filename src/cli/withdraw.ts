import { Command } from 'commander';
import { fail } from '../errors.js';
import { openExperiment } from '../experiment/open-experiment.js';
import { withdrawDiscussion } from '../experiment/withdraw-discussion.js';
import { printable } from '../log/printable.js';
import type { CommonOptions } from './common-options.js';

interface WithdrawOptions extends CommonOptions {
  why?: string;
  undo?: boolean;
}

/** `syndisco withdraw`: leaves a bad discussion out of the data set on purpose. */
export function withdrawCommand(): Command {
  return new Command('withdraw')
    .description('leave a finished discussion out of the data set, with its annotations; nothing is deleted')
    .argument('<id>', 'the id of the discussion')
    .option('--why <text>', 'the reason, which is recorded and reported')
    .option('--undo', 'take the discussion back in')
    .action(async (id: string, { why = '', undo = false, ...options }: WithdrawOptions) => {
      if (why.trim() === '') throw noReason(undo);
      const { config } = await openExperiment(options, () => ({ discussions: false, annotation: false }));
      const record = await withdrawDiscussion(config, { id, why: why.trim(), undo });
      const what = undo ? 'is back in the data set' : 'is withdrawn: annotate, export and report leave it out';
      const sentence = `${id} ${what} (${printable(record.why)}).\n`;
      process.stdout.write(options.json ? `${JSON.stringify(record)}\n` : sentence);
    });
}

function noReason(undo: boolean): Error {
  return fail({
    code: 'SYNDISCO_USAGE',
    what: `There is no reason why the discussion is ${undo ? 'taken back in' : 'withdrawn'}.`,
    todo: 'Add --why TEXT: it is recorded in the run directory, and reports show it.',
  });
}
