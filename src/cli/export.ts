import { Command, Option } from 'commander';
import { fail, type SyndiscoError } from '../errors.js';
import { createLog } from '../log/create-log.js';
import { exportDataset } from '../experiment/export-dataset.js';
import { openSumCheck } from '../store/documents/accepted-edits.js';
import { writeDerived } from '../store/disk/write-derived.js';
import { readExperiment, type CommonOptions } from './experiment.js';
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
      const { config } = await readExperiment(options, () => ({ discussions: false, annotation: false }));
      const log = await createLog(config.logging, { quiet: options.json === true });
      try {
        const { discussionsDir, annotationsDir, path } = config.export;
        const { originalColumns = false, forSpreadsheets = false } = options;
        const sums = await openSumCheck(config.runDir);
        const exported = await exportDataset({
          discussionsDir,
          annotationsDir,
          path,
            originalColumns,
            forSpreadsheets,
            sums,
          replaceFile: writeDerived,
          log,
        });
        process.exitCode = await showOutcome({ config, made: [], exported }, options);
      } finally {
        await log.close();
      }
    });
}

function rawIsGone(): SyndiscoError {
  return fail({
    code: 'SYNDISCO_USAGE',
    what: 'The option --raw is gone: texts are exported as they are.',
    todo: 'Leave it out. For a file that is opened in a spreadsheet, use --for-spreadsheets.',
  });
}
