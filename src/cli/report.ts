import { resolve } from 'node:path';
import { Command } from 'commander';
import { openExperiment } from '../experiment/open-experiment.js';
import { writeReportPage } from '../experiment/write-report-page.js';
import type { CommonOptions } from './common-options.js';

interface ReportOptions extends CommonOptions {
  output?: string;
}

/** `syndisco report`: one HTML file about a run, to look at and to send to a co-author. */
export function reportCommand(): Command {
  return new Command('report')
    .description('write one HTML page about the run: what was made, figures by condition, and all transcripts')
    .option('--output <file>', 'write the page here instead of to report.html in the run directory')
    .action(async (options: ReportOptions) => {
      const { config } = await openExperiment(options, () => ({ discussions: false, annotation: false }));
      const path = options.output === undefined ? {} : { path: resolve(options.output) };
      const page = await writeReportPage(config, { ...path, log: { warn: warnOnStderr } });
      process.stdout.write(options.json ? `${JSON.stringify(page)}\n` : `report       ${page.path}\n`);
    });
}

function warnOnStderr(text: string): void {
  process.stderr.write(`warning: ${text}\n`);
}
