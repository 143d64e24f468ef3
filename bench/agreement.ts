/**
 * Prints the time of Krippendorff's alpha with 2,000 resamples on 50,000 labels (500 discussions of 25 comments, four
 * coders, five levels), and of all measures of agreement of that panel, as a line of JSON.
 */
import { agree } from '../src/analysis/agreement/agree.js';
import { alphaStatistic } from '../src/analysis/agreement/alpha.js';
import { estimate } from '../src/analysis/agreement/estimate.js';
import { panelRows, type LabelTable } from '../src/analysis/agreement/label-table.js';
import { openStream } from '../src/random-stream.js';

const [discussions, comments, coders, levels] = [500, 25, 4, 5];
const random = openStream([5, 'bench agreement']);
const clamp = (level: number): number => Math.min(levels, Math.max(1, level));

/** Coders mostly agree within a level. */
function discussion(index: number): LabelTable['discussions'][number] {
  const truth = Array.from({ length: comments }, () => 1 + random.integer(levels));
  const columns = Array.from({ length: coders }, (_, coder) => ({
    ...{ coder, form: 'plain', repeat: 1 },
    codes: Int32Array.from(truth, (level) => clamp(level + random.integer(3) - 1)),
  }));
  return { id: `d${index}`, condition: `c${index % 4}`, replicate: index, topic: undefined, columns };
}

const values = Array.from({ length: levels }, (_, index) => index + 1);
const table: LabelTable = {
  ...{ set: 'default', metric: 'toxicity', scale: { level: 'ordinal', values }, values, numbers: values },
  ...{ hasLevels: true, statuses: [] },
  coders: Array.from({ length: coders }, (_, index) => ({
    ...{ key: `k${index}`, annotator: `coder ${index}`, id: `coder-${index}`, model: 'judge' },
  })),
  discussions: Array.from({ length: discussions }, (_, index) => discussion(index)),
};

const seconds = (work: () => void): number => {
  const started = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(started);
  return Math.round((user + system) / 1e4) / 100;
};

const strata = [panelRows(table).map(({ rows }) => rows)];
const alpha = seconds(() => {
  estimate({ statistic: alphaStatistic({ numbers: values, levels: ['ordinal'] }), strata, random });
});
const all = seconds(() => {
  agree(table, { cluster: 'discussion', isPaired: false, openRandom: () => random });
});
const figures = [
  { what: 'alpha with 2,000 resamples on 50,000 labels, CPU time', value: alpha, unit: 's', target: '< 10' },
  { what: 'all measures of agreement of the same panel, CPU time', value: all, unit: 's', target: '' },
];
process.stdout.write(`${JSON.stringify(figures)}\n`);
