import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { openExperiment } from '../experiment/open-experiment.js';
import { reportExperiment, type Report, type ReportOptions } from '../experiment/report-experiment.js';
import { checklistNames, writeManuscript, type ManuscriptOptions } from '../experiment/manuscript/write-manuscript.js';
import { SyndiscoError } from '../errors.js';
import type { CommonOptions } from './common-options.js';
import { printable } from '../log/printable.js';
import { formatTable } from './format-table.js';
import { parseSetName, parseShare } from './parse-option.js';

interface ReportCommandOptions extends CommonOptions {
  output?: string;
  reference?: string;
  humans?: readonly string[];
  key?: string;
  dsl?: string;
  split?: number;
  as?: string;
  tables?: string;
  methods?: string;
  checklist?: NonNullable<ManuscriptOptions['checklist']>;
  adjust: 'holm' | 'bh';
  cluster: 'discussion' | 'topic';
  labels: 'drawn' | 'expected';
  tokens: 'latin' | 'unicode';
  comments: 'participants' | 'all';
}

/** `syndisco report`: what happened in an experiment's discussions, as tables and as a page to look at and to send. */
export function reportCommand(): Command {
  const command = new Command('report')
    .description(
      'summarise the run: flow, manipulation check, measures, contrasts; and one HTML page with all transcripts',
    )
    .option('--output <file>', 'write the page here instead of to report.html in the run directory')
    .option('--reference <csv>', 'compare with comments by people: columns discussion_id, actor, text')
    .option(
      '--humans <file...>',
      'compare annotators with labels by people: coding sheets, Potato, Label Studio, or a CSV with comment_id',
    )
    .option(
      '--as <name>',
      'with --humans: compare with the annotators of this annotation set, not the default one',
      parseSetName,
    )
    .option('--key <csv>', 'with --humans: the key.csv of the sample, if it is in no folder above the labels')
    .option('--dsl <dir>', 'with --humans of a sample: write an R script that corrects effects, with its data')
    .addOption(
      new Option(
        '--split <share>',
        'with --humans: the share of discussions for development, if no column says',
      ).argParser(parseShare),
    )
    .option('--tables <dir>', 'also write the tables as LaTeX and Markdown into this folder')
    .option('--methods <file>', 'also write the methods section of an article, with all prompts as its appendix')
    .addOption(
      new Option(
        '--checklist <name>',
        'also write a reporting checklist into the run directory, with what the run knows filled in',
      ).choices(checklistNames),
    )
    .action(async (options: ReportCommandOptions) => {
      const { reference, tables, adjust, tokens, comments, json: isQuiet = false } = options;
      const { config } = await openExperiment(options, () => ({ discussions: false, annotation: false }));
      const path = options.output === undefined ? join(config.runDir, 'report.html') : resolve(options.output);
      const report = await reportExperiment(config, {
        adjustment: adjust,
        cluster: options.cluster,
        labels: options.labels,
        diversityTokens: tokens,
        diversityComments: comments,
        isQuiet,
        page: path,
        ...calibrationOptions(options),
        ...(reference !== undefined && { reference: resolve(reference) }),
        ...(tables !== undefined && { tablesDir: resolve(tables) }),
        ...(options.dsl !== undefined && { dslDir: resolve(options.dsl) }),
      });
      const manuscript = await writeManuscript(config, manuscriptOptions(options));
      if (options.json) process.stdout.write(`${JSON.stringify({ ...asJson(report, path), ...manuscript })}\n`);
      else process.stdout.write(`${describeReport(report)}${describeFiles({ report: path, ...manuscript })}`);
    });
  for (const option of analysisOptions()) command.addOption(option);
  return command;
}

/** How figures are computed. */
function analysisOptions(): Option[] {
  return [
    new Option('--adjust <method>', 'how to adjust p-values over the declared contrasts')
      .choices(['holm', 'bh'])
      .default('holm'),
    new Option('--cluster <unit>', 'what is independent: each discussion, or only discussions on different topics')
      .choices(['discussion', 'topic'])
      .default('discussion'),
    new Option('--labels <which>', 'labels as drawn, or the mean of what each model held possible')
      .choices(['drawn', 'expected'])
      .default('drawn'),
    new Option('--tokens <rule>', 'words of diversity: a–z and 0–9, or letters and digits of any script')
      .choices(['latin', 'unicode'])
      .default('latin'),
    new Option('--comments <which>', 'comments of diversity: generated ones of participants, or all')
      .choices(['participants', 'all'])
      .default('participants'),
  ];
}

function asJson({ results, discussions, annotations, warnings, ...report }: Report, path: string): object {
  const page = { path, discussions, annotations, warnings };
  if (!results) return { page };
  const { analysis, reference, agreement, multiverse, calibration, sampled } = results;
  const people = { ...(calibration && { calibration }), ...(sampled && { weightedMeans: sampled.means }) };
  const further = { ...(reference && { reference }), agreement, multiverse, ...people };
  return { ...report, ...analysis, ...further, warnings, page };
}

function calibrationOptions(options: ReportCommandOptions): Partial<Pick<ReportOptions, 'calibration'>> {
  const { humans, key, split, as } = options;
  if (humans === undefined) {
    const alone = (['as', 'split', 'key', 'dsl'] as const).find((name) => options[name] !== undefined);
    if (alone === undefined) return {};
    const what = `--${alone} is about labels by people, but there are none.`;
    throw new SyndiscoError([{ code: 'SYNDISCO_USAGE', what, todo: `Add --humans FILE, or leave out --${alone}.` }]);
  }
  const paths = humans.map((path) => resolve(path));
  return {
    calibration: {
      humans: paths,
      ...(key !== undefined && { key: resolve(key) }),
      ...(split !== undefined && { split }),
      ...(as !== undefined && { set: as }),
    },
  };
}

function manuscriptOptions({ methods, checklist }: ReportCommandOptions): ManuscriptOptions {
  return { ...(methods !== undefined && { methods: resolve(methods) }), ...(checklist && { checklist }) };
}

function describeFiles(files: Readonly<Record<string, string>>): string {
  return Object.entries(files)
    .map(([name, path]) => `${name.padEnd(12)} ${path}\n`)
    .join('');
}

function describeReport({ experiment, seed, results, files }: Report): string {
  if (!results) return '';
  const { analysis, tables, agreementNotes } = results;
  const { discussions, conditions } = analysis;
  const notes = [...analysis.notes, ...agreementNotes];
  const head = `${experiment}: ${count(discussions, 'discussion')} in ${count(conditions, 'condition')}, seed ${seed}`;
  const sections = tables
    .filter(({ isLong }) => !isLong)
    .map(({ title, columns, rows }) => [
      title,
      ...formatTable(
        columns.map((column) => column.title),
        rows,
      ).map((line) => `  ${line}`),
    ]);
  const written = files.length > 0 ? [[`Wrote ${files.length} files, for example ${files[0] ?? ''}`]] : [];
  return `${[[head, ...notes.map((note) => `- ${printable(note)}`)], ...sections, ...written].map((lines) => lines.join('\n')).join('\n\n')}\n\n`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
