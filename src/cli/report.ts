import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { openExperiment } from '../experiment/open-experiment.js';
import { reportExperiment, type Report } from '../experiment/report-experiment.js';
import type { CommonOptions } from './common-options.js';
import { formatTable } from './format-table.js';

interface ReportCommandOptions extends CommonOptions {
  reference?: string;
  tables?: string;
  adjust: 'holm' | 'bh';
  tokens: 'latin' | 'unicode';
  comments: 'participants' | 'all';
}

/** `syndisco report`: what happened in an experiment's discussions, as tables. */
export function reportCommand(): Command {
  return new Command('report')
    .description('summarise the discussions and annotations: flow, manipulation check, measures, contrasts')
    .option('--reference <csv>', 'compare with comments by people: columns discussion_id, actor, text')
    .option('--tables <dir>', 'also write the tables as LaTeX and Markdown into this folder')
    .addOption(
      new Option('--adjust <method>', 'how to adjust p-values over the declared contrasts')
        .choices(['holm', 'bh'])
        .default('holm'),
    )
    .addOption(
      new Option('--tokens <rule>', 'words of diversity: a–z and 0–9, or letters and digits of any script')
        .choices(['latin', 'unicode'])
        .default('latin'),
    )
    .addOption(
      new Option('--comments <which>', 'comments of diversity: generated ones of participants, or all')
        .choices(['participants', 'all'])
        .default('participants'),
    )
    .action(async (options: ReportCommandOptions) => {
      const { config } = await openExperiment(options, () => ({ discussions: false, annotation: false }));
      const { reference, tables, adjust, tokens, comments, json: isQuiet = false } = options;
      const report = await reportExperiment(config, {
        adjustment: adjust,
        diversityTokens: tokens,
        diversityComments: comments,
        isQuiet,
        ...(reference !== undefined && { reference: resolve(reference) }),
        ...(tables !== undefined && { tablesDir: resolve(tables) }),
      });
      process.stdout.write(isQuiet ? `${JSON.stringify(asJson(report))}\n` : describeReport(report));
    });
}

function asJson({ experiment, seed, analysis, reference, files, warnings }: Report): object {
  return { experiment, seed, ...analysis, ...(reference && { reference }), files, warnings };
}

function describeReport({ experiment, seed, analysis, tables, files }: Report): string {
  const { discussions, conditions, notes } = analysis;
  const head = `${experiment}: ${count(discussions, 'discussion')} in ${count(conditions, 'condition')}, seed ${seed}`;
  const sections = tables
    .filter(({ isLong }) => !isLong)
    .map(({ title, header, rows }) => [title, ...formatTable(header, rows).map((line) => `  ${line}`)]);
  const written = files.length > 0 ? [[`Wrote ${files.length} tables, for example ${files[0] ?? ''}`]] : [];
  return `${[[head, ...notes.map((note) => `- ${note}`)], ...sections, ...written].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
