import { Command } from 'commander';
import { createLog } from '../log/create-log.js';
import { exportDataset } from '../run/export-dataset.js';
import { openSumCheck } from '../store/accepted-edits.js';
import { writeDerived } from '../store/write-derived.js';
import { readExperiment, type CommonOptions } from './experiment.js';
import { showOutcome } from './show-outcome.js';

interface ExportOptions extends CommonOptions {
  csv?: boolean;
  originalColumns?: boolean;
  raw?: boolean;
}

/** `syndisco export --csv`: one row per comment and annotation, from our files and the original's. */
export function exportCommand(): Command {
  return new Command('export')
    .description('write the data set: one row per comment and annotation')
    .option('--csv', 'as CSV (the default and, for now, the only format)')
    .option('--original-columns', "the Python original's columns, in its order")
    .option('--raw', 'leave texts as they are: no apostrophe before = + - @ (for machines, not for spreadsheets)')
    .action(async (options: ExportOptions) => {
      const { config } = await readExperiment(options, () => ({ discussions: false, annotation: false }));
      const log = await createLog(config.logging, { quiet: options.json === true });
      try {
        const { discussionsDir, annotationsDir, path } = config.export;
        const columns = { originalColumns: options.originalColumns === true, raw: options.raw === true };
        const sums = await openSumCheck(config.runDir);
        const exported = await exportDataset({
          discussionsDir,
          annotationsDir,
          path,
          ...columns,
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
