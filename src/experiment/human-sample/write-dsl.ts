import { join } from 'node:path';
import { describeContrast, factorsOf, listContrasts } from '../../analysis/effects/contrasts.js';
import type { ExperimentConfig } from '../../config/experiment-config.js';
import { fail } from '../../errors.js';
import { dslScript } from '../../manuscript/scripts/dsl-script.js';
import { writeDerived } from '../../store/disk/write-derived.js';
import { readVersion } from '../../version.js';
import { readComparisons } from '../manuscript/write-scripts.js';
import type { SampledLabel, SampledLabels } from './sampled-labels.js';
import { tableText } from './table-text.js';

/** Writes the R script and its data into the folder. Returns the paths. */
export async function writeDsl(
  config: ExperimentConfig,
  sampled: SampledLabels | undefined,
  dir: string,
): Promise<string[]> {
  if (!sampled) throw noSample();
  const { contrasts: declared, isPaired } = await readComparisons(config);
  const all = listContrasts(
    sampled.comments.map(({ discussion }) => cellOf(discussion)),
    declared,
  );
  const contrasts = all.filter(({ status }) => declared.length === 0 || status === 'declared');
  const script = dslScript({
    ...{ experiment: config.name, version: readVersion() },
    status: declared.length > 0 ? 'declared' : 'exploratory',
    contrasts: contrasts.map((contrast) => ({
      title: describeContrast(contrast).replace(' → ', ' -> '),
      column: columnOf(contrast.factor),
      levels: contrast.levels,
      within: Object.fromEntries(Object.entries(contrast.within).map(([factor, level]) => [columnOf(factor), level])),
    })),
    outcomes: sampled.outcomes.map((title) => ({ title, byModels: `llm: ${title}`, byPeople: `human: ${title}` })),
  });
  const files = { 'dsl.R': script, 'dsl.csv': await tableText(dataOf(sampled, isPaired)) };
  for (const [name, text] of Object.entries(files)) await writeDerived(join(dir, name), [text]);
  return Object.keys(files).map((name) => join(dir, name));
}

function cellOf({ condition, factors = {} }: SampledLabel['discussion']) {
  return { condition, factors };
}

/** Factors may be called like other columns. */
function columnOf(factor: string): string {
  return `factor: ${factor}`;
}

function dataOf({ comments, outcomes }: SampledLabels, isPaired: boolean): { columns: string[]; rows: string[][] } {
  const factors = [...new Set(comments.flatMap(({ discussion }) => Object.keys(factorsOf(cellOf(discussion)))))];
  const sources = (['byModels', 'byPeople'] as const).flatMap((of) => outcomes.map((outcome) => ({ of, outcome })));
  return {
    columns: [
      ...['comment_id', 'cluster', 'is_moderator', 'stratum', 'inclusion_probability', 'is_drawn'],
      ...factors.map(columnOf),
      ...sources.map(({ of, outcome }) => `${of === 'byModels' ? 'llm' : 'human'}: ${outcome}`),
    ],
    rows: comments.map((comment) => {
      const { id, discussion, isModerator, stratum, probability, isDrawn } = comment;
      const own = factorsOf(cellOf(discussion));
      const cluster = isPaired && discussion.replicate !== null ? `replicate ${discussion.replicate}` : discussion.id;
      return [
        ...[id, cluster, String(isModerator), stratum, String(probability), String(isDrawn)],
        ...factors.map((factor) => own[factor] ?? ''),
        ...sources.map(({ of, outcome }) => String(comment[of].get(outcome) ?? '')),
      ];
    }),
  };
}

function noSample(): Error {
  return fail({
    code: 'SYNDISCO_USAGE',
    what: '--dsl needs the chance of every comment to be labelled, which these labels do not have.',
    todo: 'Draw comments with syndisco sample --for-humans, or name the key.csv of the sample with --key.',
  });
}
