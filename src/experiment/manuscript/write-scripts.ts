import { join } from 'node:path';
import { describeContrast, listContrasts } from '../../analysis/effects/contrasts.js';
import type { ExperimentConfig } from '../../config/experiment-config.js';
import { factorNames } from '../../dataset/columns/discussion-columns.js';
import type { FoundColumns, FoundMetric } from '../../dataset/found-columns.js';
import { defaultSet } from '../../default-set.js';
import type { PlanLine } from '../../generated/plan-line.js';
import { scripts } from '../../manuscript/scripts/registry.js';
import type { ScriptFacts, ScriptMetric } from '../../manuscript/scripts/script-facts.js';
import { readPlannedJobs } from '../../store/plan/planned-jobs.js';
import type { RunStore } from '../../store/run-store.js';
import { readVersion } from '../../version.js';
import { declaredFacts } from './declared-facts.js';

/** What the plan says of the comparisons to make. */
export type Comparisons = Pick<ScriptFacts, 'isPaired'> & Pick<ReturnType<typeof declaredFacts>, 'contrasts'>;

export async function readComparisons(config: ExperimentConfig): Promise<Comparisons> {
  let settings: PlanLine['fields'] | undefined;
  await readPlannedJobs(config.runDir, ({ kind, fields }) => {
    if (kind === 'discussion') settings ??= fields;
  });
  const design = settings?.['design'];
  return {
    contrasts: declaredFacts(config, settings).contrasts,
    isPaired: design === 'paired' || design === 'balanced',
  };
}

/** What was exported. */
interface Exported {
  experiment: string;
  comparisons: Comparisons;
  columns: FoundColumns;
  /** Condition and factors of each discussion. */
  cells: readonly { condition: string; factors: Readonly<Record<string, string>> }[];
  /** The annotation sets. */
  sets: readonly string[];
  formats: readonly string[];
  dir: string;
  replaceFile: RunStore['replaceFile'];
}

/** Writes the analysis scripts beside the tidy tables. Returns the paths. */
export async function writeScripts(exported: Exported): Promise<string[]> {
  const facts = scriptFacts(exported);
  const files: string[] = [];
  for (const [name, write] of Object.entries(scripts)) {
    const path = join(exported.dir, name);
    await exported.replaceFile(path, [write(facts)]);
    files.push(path);
  }
  return files;
}

function scriptFacts({ experiment, comparisons, columns, cells, sets, formats }: Exported): ScriptFacts {
  const columnOf = factorNames(columns);
  const set = sets.includes(defaultSet) ? defaultSet : sets[0];
  const levels = new Set(cells.map(({ condition }) => condition));
  const all = levels.size > 1 ? listContrasts(cells, comparisons.contrasts) : [];
  const isDeclared = comparisons.contrasts.length > 0;
  const contrasts = all.filter(({ status }) => !isDeclared || status === 'declared');
  const named = (factor: string): string => columnOf.get(factor) ?? factor;
  return {
    ...{ experiment, version: readVersion(), isPaired: comparisons.isPaired },
    format: formats.includes('csv') ? 'csv' : 'parquet',
    status: isDeclared ? 'declared' : 'exploratory',
    contrasts: contrasts.map((contrast) => ({
      title: describeContrast(contrast).replace(' → ', ' -> '),
      column: named(contrast.factor),
      levels: contrast.levels,
      within: Object.fromEntries(Object.entries(contrast.within).map(([factor, level]) => [named(factor), level])),
    })),
    factors: columnOf.size > 0 ? [...columnOf.values()] : contrasts.length > 0 ? ['condition'] : [],
    ...(set !== undefined && { annotationSet: set }),
    metrics: set === undefined ? [] : metricsOf(columns, set),
  };
}

function metricsOf({ metrics, freeText }: FoundColumns, set: string): ScriptMetric[] {
  const found = [...metrics].flatMap(([name, bySet]) => {
    const metric = bySet.get(set);
    return metric ? [[name, metric] as const] : [];
  });
  const asked = found.flatMap(([name, metric]) => metricOf(name, metric));
  if (found.length > 0) return asked;
  return [...freeText].flatMap(([name, type]) => (type === 'number' ? [{ name, kind: 'text' as const }] : []));
}

/** Texts are not compared. */
function metricOf(name: string, { type, scales }: FoundMetric): ScriptMetric[] {
  const [scale = '[]'] = scales;
  const [kind, minimum, maximum, values] = JSON.parse(scale) as [string, number | null, number | null, string[] | null];
  if (type === 'text') return values ? [{ name, kind: kind === 'ordered' ? 'ranked' : 'category', values }] : [];
  if (type === 'boolean') return [{ name, kind: 'category', values: ['true'] }];
  if (type === 'number' || minimum === null || maximum === null) return [{ name, kind: 'mean' }];
  const levels = Array.from({ length: maximum - minimum + 1 }, (_, step) => minimum + step);
  return [{ name, kind: 'ordered', levels }];
}
