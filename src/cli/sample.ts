import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { drawRules } from '../experiment/human-sample/draw-sample.js';
import { sampleForHumans, type HumanSample, type SampleOptions } from '../experiment/human-sample/sample-for-humans.js';
import { openExperiment } from '../experiment/open-experiment.js';
import { printable } from '../log/printable.js';
import type { CommonOptions } from './common-options.js';
import { formatTable } from './format-table.js';
import { parseName } from './parse-option.js';

interface SampleCommandOptions
  extends CommonOptions, Pick<SampleOptions, 'size' | 'draw' | 'seed' | 'balanceOn' | 'overlap'> {
  forHumans: string;
  coders?: readonly string[];
  showRole?: boolean;
}

/** `syndisco sample`: comments for people to label, with the chance of each to be drawn. */
export function sampleCommand(): Command {
  return new Command('sample')
    .description('draw comments for people to label: a blind coding sheet, a Potato project, Label Studio tasks')
    .requiredOption('--for-humans <dir>', 'a new folder to write')
    .option('--size <n>', 'how many comments', parseCount, 200)
    .addOption(
      new Option(
        '--draw <how>',
        'stratified by condition and role, in proportion or equally, or a simple random sample',
      )
        .choices(drawRules)
        .default('proportional'),
    )
    .option('--balance-on <metric>', "also by annotators' label of this metric, equally, so that rare labels are seen")
    .option('--seed <n>', "another seed than the config's", parseCount)
    .option('--coders <names>', 'a folder per coder, such as anna,ben', parseCoders)
    .option('--overlap <share>', 'with --coders: the share of comments that all of them get', parseOverlap, 0.2)
    .option('--show-role', 'coders see the role of the speaker')
    .action(async (options: SampleCommandOptions) => {
      const { size, draw, seed, balanceOn, coders = [], overlap, showRole = false, json: isQuiet = false } = options;
      const { config } = await openExperiment(options, () => ({ discussions: false, annotation: false }));
      const sample = await sampleForHumans(config, {
        ...{ dir: resolve(options.forHumans), size, draw, coders, overlap, showRole, isQuiet },
        ...(seed !== undefined && { seed }),
        ...(balanceOn !== undefined && { balanceOn }),
      });
      process.stdout.write(options.json ? `${JSON.stringify(sample)}\n` : `${describe(sample).join('\n')}\n`);
    });
}

function describe(sample: HumanSample): string[] {
  const { dir, frame, drawn, unannotated, draw, seed, strata, coders } = sample;
  const kind = draw === 'simple' ? 'a simple random sample' : `a stratified random sample, ${draw} allocation`;
  const rows = strata.map((one) => [
    printable(one.stratum),
    String(one.comments),
    String(one.drawn),
    (one.drawn / one.comments).toPrecision(3),
  ]);
  return [
    `${drawn} of ${frame} comments, ${kind}, seed ${seed}`,
    ...(unannotated > 0 ? [`${unannotated} comments that no annotator answered about could not be drawn`] : []),
    '',
    ...formatTable(['stratum', 'comments', 'drawn', 'probability'], rows.slice(0, mostStrata)),
    ...(rows.length > mostStrata ? [`and ${rows.length - mostStrata} more strata, in key.csv`] : []),
    '',
    ...coders.flatMap(({ coder, items }) => (coder === null ? [] : [`${coder}: ${items} items`])),
    `Wrote ${dir}: give coders for-coders only, and read README.txt`,
  ];
}

const mostStrata = 20;

function parseCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number.');
}

function parseOverlap(text: string): number {
  const share = text.trim() === '' ? Number.NaN : Number(text);
  if (share >= 0 && share <= 1) return share;
  throw new InvalidArgumentError('Expected a number from 0 to 1, such as 0.2.');
}

function parseCoders(text: string): string[] {
  const names = text.split(',').map((name) => parseName(name.trim()));
  const twice = names.find((name, at) => names.findIndex((one) => one.toLowerCase() === name.toLowerCase()) < at);
  if (twice !== undefined) throw new InvalidArgumentError(`${twice} is there twice.`);
  return names;
}
