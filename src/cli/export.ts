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

/** `syndisco export --csv`: one row per comment and annotation, from our documents and those of the Python original. */
export function exportCommand(): Command {
  return new Command('export')
    .description('write the data set: one row per comment and annotation')
    .option('--csv', 'write CSV (the default, and so far the only format)')
    .option('--original-columns', "write the Python original's columns, in its order")
    .option(
      '--for-spreadsheets',
      'put an apostrophe before cells that a spreadsheet would run as a formula; leaves raw_text out',
    )
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
    what: 'The option --raw was removed: texts are now always exported unchanged.',
    todo: 'Remove --raw from the command. To open the file in a spreadsheet, use --for-spreadsheets.',
  });
}
