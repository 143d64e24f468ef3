import { Command, Option } from 'commander';
import { fail, type SyndiscoError } from '../errors.js';
import { exportExperiment } from '../experiment/export-experiment.js';
import { openExperiment } from '../experiment/open-experiment.js';
import type { CommonOptions } from './common-options.js';
import { showOutcome } from './show-outcome.js';

interface ExportOptions extends CommonOptions {
  csv?: boolean;
  originalColumns?: boolean;
  forSpreadsheets?: boolean;
  raw?: boolean;
}

/** `syndisco export --csv`: one row per comment and annotation, from our files and the original's. */
export function exportCommand(): Command {
  return new Command('export')
    .description('write the data set: one row per comment and annotation')
    .option('--csv', 'as CSV (the default and, for now, the only format)')
    .option('--original-columns', "the Python original's columns, in its order")
    .option('--for-spreadsheets', 'put an apostrophe before texts that a spreadsheet would run as a formula')
    .addOption(new Option('--raw').hideHelp())
    .action(async (options: ExportOptions) => {
      if (options.raw) throw rawIsGone();
      const { config } = await openExperiment(options, () => ({ discussions: false, annotation: false }));
      const { originalColumns = false, forSpreadsheets = false, json: isQuiet = false } = options;
      const outcome = await exportExperiment(config, { originalColumns, forSpreadsheets, isQuiet });
      process.exitCode = await showOutcome(outcome, options);
    });
}

function rawIsGone(): SyndiscoError {
  return fail({
    code: 'SYNDISCO_USAGE',
    what: 'The option --raw is gone: texts are exported as they are.',
    todo: 'Leave it out. For a file that is opened in a spreadsheet, use --for-spreadsheets.',
  });
}
