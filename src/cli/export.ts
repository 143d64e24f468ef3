import { resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Command, Option } from 'commander';
import { fail, type SyndiscoError } from '../errors.js';
import { exportExperiment } from '../experiment/export-experiment.js';
import { openExperiment } from '../experiment/open-experiment.js';
import type { CommonOptions } from './common-options.js';
import { showOutcome } from './show-outcome.js';

interface ExportOptions extends CommonOptions {
  csv?: boolean;
  jsonl?: boolean;
  parquet?: boolean;
  tidy?: boolean;
  scripts?: boolean;
  originalColumns?: boolean;
  forSpreadsheets?: boolean;
  condition?: readonly string[];
  role?: readonly string[];
  status?: 'complete' | 'partial';
  since?: Date;
  join?: string;
  raw?: boolean;
}

/**
 * V8 collects garbage only when the heap is four times what is alive. At twice, tidy Parquet tables of a million rows take
 * 240 MB in place of 340 MB, and no longer.
 */
const littleGarbage = '--heap-growing-percent=100';

/** `syndisco export`: one wide table, or tidy tables, from our documents and those of the Python original. */
export function exportCommand(): Command {
  return new Command('export')
    .description('write the data set: one wide table with a row per comment and annotation, or tidy tables')
    .option('--csv', 'write CSV (the default)')
    .option('--jsonl', 'write JSON Lines')
    .option('--parquet', 'write Parquet')
    .option('--tidy', 'write tables with keys (discussions, participants, turns, annotators, annotations, prompts)')
    .option('--scripts', 'with --tidy: also write analysis scripts for R and Python beside the tables')
    .option('--original-columns', "write the Python original's columns, in its order")
    .option(
      '--for-spreadsheets',
      'put an apostrophe before cells that a spreadsheet would run as a formula; leaves raw_text out',
    )
    .option('--condition <name...>', 'only discussions of these conditions')
    .option('--role <name...>', 'only turns of these roles, and their annotations')
    .addOption(
      new Option('--status <status>', 'only discussions that have all planned annotations, or that lack some').choices([
        'complete',
        'partial',
      ]),
    )
    .option(
      '--since <time>',
      'only discussions finished or annotated since this date or time (UTC unless it says otherwise), in a folder since-TIME',
      parseTime,
    )
    .option('--join <csv>', "add another program's scores of comments: columns comment_id and any others")
    .addOption(new Option('--raw').hideHelp())
    .action(async (options: ExportOptions) => {
      if (options.raw) throw rawIsGone();
      setFlagsFromString(littleGarbage);
      const { config } = await openExperiment(options, () => ({ discussions: false, annotation: false }));
      const { originalColumns = false, forSpreadsheets = false, tidy: isTidy = false, json: isQuiet = false } = options;
      const outcome = await exportExperiment(config, {
        originalColumns,
        forSpreadsheets,
        isTidy,
        withScripts: options.scripts === true,
        isQuiet,
        formats: formatsOf(options),
        filter: filterOf(options),
        ...(options.join !== undefined && { scores: resolve(options.join) }),
      });
      process.exitCode = await showOutcome(outcome, options);
    });
}

function formatsOf({ csv, jsonl, parquet }: ExportOptions): ('csv' | 'jsonl' | 'parquet')[] {
  const wanted = [...(csv ? ['csv' as const] : []), ...(jsonl ? ['jsonl' as const] : [])];
  const all = [...wanted, ...(parquet ? ['parquet' as const] : [])];
  return all.length > 0 ? all : ['csv'];
}

function filterOf({ condition, role, status, since }: ExportOptions) {
  return {
    ...(condition && { conditions: condition }),
    ...(role && { roles: role }),
    ...(status && { status }),
    ...(since && { since }),
  };
}

/** ISO 8601; a date alone is its midnight in UTC, and so is a time without an offset. */
function parseTime(text: string): Date {
  const [, day, clock = 'T00:00', offset = 'Z'] = timePattern.exec(text) ?? [];
  const time = new Date(`${day ?? ''}${clock.replace(' ', 'T')}${offset}`);
  if (day !== undefined && !Number.isNaN(time.getTime())) return time;
  throw fail({
    code: 'SYNDISCO_USAGE',
    what: `--since ${text}: this is not a date or time.`,
    todo: 'Write a date such as 2026-11-26, or a time such as 2026-11-26T14:30Z.',
  });
}

const timePattern = /^(\d{4}-\d{2}-\d{2})([T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)?(Z|[+-]\d{2}:\d{2})?$/;

function rawIsGone(): SyndiscoError {
  return fail({
    code: 'SYNDISCO_USAGE',
    what: 'The option --raw was removed: texts are now always exported unchanged.',
    todo: 'Remove --raw from the command. To open the file in a spreadsheet, use --for-spreadsheets.',
  });
}
