import { readdir } from 'node:fs/promises';
import type { ExperimentConfig } from '../../config/experiment-config.js';
import type { AnnotatedDiscussion } from '../../dataset/column-layout.js';
import { scaleOf } from '../../analysis/agreement/scale.js';
import { fail } from '../../errors.js';
import { createLog } from '../../log/create-log.js';
import type { Metric } from '../../metrics/metric.js';
import { showValue } from '../../source/show-value.js';
import { suggest } from '../../source/suggest.js';
import { collectWarnings } from '../dataset-warnings.js';
import { openStudy } from '../open-study.js';
import { requireRunOrFolders } from '../require-run.js';
import { assignCoders } from './assign-coders.js';
import { drawSample, type DrawOptions, type SampledComment } from './draw-sample.js';
import { readFrame } from './read-frame.js';
import { sheetItem, type Reading, type SheetItem } from './sheet-item.js';
import { writeSample } from './write-sample.js';

export interface SampleOptions extends Pick<DrawOptions, 'draw' | 'size' | 'balanceOn'> {
  /** The folder to write; it must be empty, if it exists. */
  dir: string;
  /** The seed of the config if absent. */
  seed?: number;
  /** Names of coders; without any, all code the same sheet. */
  coders: readonly string[];
  /** The share of items that every coder gets. */
  overlap: number;
  showRole: boolean;
  isQuiet?: boolean;
}

export interface HumanSample {
  dir: string;
  /** Comments that could be drawn, and those that were. */
  frame: number;
  drawn: number;
  /** Comments of models left out of the frame, because no annotator answered about them. */
  unannotated: number;
  seed: number;
  draw: DrawOptions['draw'];
  strata: readonly { stratum: string; comments: number; drawn: number }[];
  coders: readonly { coder: string | null; items: number }[];
  files: readonly string[];
  warnings: readonly string[];
}

/** Without an annotation section. */
const readingByDefault: Reading = { historyLength: 3, showModeratorInContext: true };

/** Draws comments that people are to label, and writes what they, and whoever evaluates it, need. */
export async function sampleForHumans(config: ExperimentConfig, options: SampleOptions): Promise<HumanSample> {
  const { balanceOn, coders, overlap } = options;
  await requireEmpty(options.dir);
  await requireRunOrFolders(config);
  const log = await createLog(config.logging, { quiet: options.isQuiet ?? false });
  try {
    const warnings = collectWarnings(log);
    const again = collectWarnings({ warn: () => undefined });
    let isOpened = false;
    const open = async (): Promise<AsyncIterable<AnnotatedDiscussion>> => {
      const study = await openStudy(config, { plan: undefined, warnings: isOpened ? again : warnings });
      isOpened = true;
      return study.records;
    };
    const { metrics, frame, unannotated } = await readFrame(config, open);
    if (balanceOn !== undefined) requireLevels(balanceOn, metrics);
    const seed = options.seed ?? config.seed;
    const { draw, size } = options;
    const sample = drawSample(frame, { draw, size, seed, ...(balanceOn !== undefined && { balanceOn }) });
    const items = await readItems(await open(), sample, config.annotation ?? readingByDefault);
    const assignments = assignCoders([...items.keys()], { coders, overlap, seed });
    const files = await writeSample({ name: config.name, dir: options.dir, sample, items, metrics, assignments, showRole: options.showRole, draw, seed }); // prettier-ignore
    return {
      ...{ dir: options.dir, frame: frame.length, drawn: items.size, unannotated, seed, draw },
      strata: countStrata(sample),
      coders: assignments.map(({ coder, items: own }) => ({ coder: coder ?? null, items: own.length })),
      ...{ files, warnings: warnings.all },
    };
  } finally {
    await log.close();
  }
}

/** Sheets may hold days of people's work: they are never replaced. */
async function requireEmpty(dir: string): Promise<void> {
  const found = await readdir(dir).catch((): string[] => []);
  if (found.length === 0) return;
  throw fail({
    code: 'SYNDISCO_USAGE',
    what: `The folder ${dir} is not empty: people's labels in it could be lost.`,
    todo: 'Name a new folder, or remove this one yourself.',
  });
}

function requireLevels(name: string, metrics: readonly Metric[]): void {
  const metric = metrics.find((one) => one.name === name);
  if (metric && scaleOf({ metric })?.values) return;
  const names = metrics.map((one) => one.name);
  const meant = suggest(name, names);
  throw fail({
    code: 'SYNDISCO_USAGE',
    what: metric
      ? `--balance-on ${name}: this metric has no levels to divide comments by.`
      : `--balance-on: there is no metric ${showValue(name)}.`,
    todo: meant && !metric ? `Is "${meant}" meant?` : `Use a metric with levels; the metrics are ${names.join(', ')}.`,
  });
}

async function readItems(
  records: AsyncIterable<AnnotatedDiscussion>,
  sample: readonly SampledComment[],
  reading: Reading,
): Promise<Map<string, SheetItem>> {
  const drawn = new Map(sample.flatMap(({ id, item }) => (item === undefined ? [] : [[id, item] as const])));
  const items = new Map<string, SheetItem>();
  for await (const { discussion } of records) {
    for (const { turn } of discussion.comments) {
      const item = drawn.get(`${discussion.id}/${turn}`);
      if (item !== undefined) items.set(item, sheetItem({ discussion, turn, item }, reading));
    }
  }
  return items;
}

function countStrata(sample: readonly SampledComment[]): HumanSample['strata'] {
  const strata = new Map<string, { stratum: string; comments: number; drawn: number }>();
  for (const { stratum, item } of sample) {
    const counts = strata.get(stratum) ?? { stratum, comments: 0, drawn: 0 };
    counts.comments += 1;
    if (item !== undefined) counts.drawn += 1;
    strata.set(stratum, counts);
  }
  return [...strata.values()];
}
