import type { LabelWords, StudyDesign } from '../analysis/analyse.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import type { PlanLine } from '../generated/plan-line.js';
import { readWithdrawals } from '../store/documents/withdrawals.js';
import { readPlannedJobs } from '../store/plan/planned-jobs.js';
import { designOfConfig, designOfPlan } from './designed-conditions.js';
import { readImported } from './import/imported-discussion.js';
import { declaredFacts } from './manuscript/declared-facts.js';

/**
 * What the frozen plan says about the documents of an experiment, and of documents without a plan the config: a config
 * that has changed since would call declared what was decided after looking at the results.
 */
export async function studyDesign(
  config: ExperimentConfig,
  { adjustment, cluster }: Pick<StudyDesign, 'adjustment' | 'cluster'>,
): Promise<StudyDesign> {
  const planned = new Map<string, number>();
  const settings = new Map<string, PlanLine['fields']>();
  const withdrawn: StudyDesign['withdrawn'][number][] = [];
  const withdrawals = await readWithdrawals(config.runDir);
  await readPlannedJobs(config.runDir, ({ kind, id, fields }) => {
    const condition = fields['condition'];
    if (kind !== 'discussion' || typeof condition !== 'string') return;
    planned.set(condition, (planned.get(condition) ?? 0) + 1);
    if (!settings.has(condition)) settings.set(condition, fields);
    const withdrawal = withdrawals.get(id);
    if (withdrawal) withdrawn.push({ id, condition, why: withdrawal.why });
  });
  for (const [id, { why }] of withdrawals) {
    const condition = (await readImported(config, id))?.condition;
    if (condition !== undefined) withdrawn.push({ id, condition, why });
  }
  const [frozen] = settings.values();
  return {
    isPaired: frozen !== undefined && frozen['design'] !== 'independent',
    ...contrastsOf(config, frozen),
    ...{ adjustment, cluster },
    labels: labelWords(config),
    planned,
    withdrawn,
    designed: settings.size > 0 ? designOfPlan(settings) : designOfConfig(config),
  };
}

function contrastsOf(
  config: ExperimentConfig,
  frozen: PlanLine['fields'] | undefined,
): Pick<StudyDesign, 'declared' | 'undeclared' | 'isDeclaredUnknown'> {
  const contrasts = config.declared?.contrasts ?? [];
  if (!frozen) return { declared: contrasts, undeclared: [], isDeclaredUnknown: false };
  const { contrasts: declared, areContrastsUnknown } = declaredFacts(config, frozen);
  return { declared, undeclared: declared.length > 0 ? [] : contrasts, isDeclaredUnknown: areContrastsUnknown };
}

function labelWords({ annotation }: ExperimentConfig): Map<string, LabelWords> {
  return new Map(
    annotation?.metrics?.flatMap((metric): [string, LabelWords][] => {
      const { name } = metric;
      const title = `Label: ${name}`;
      if (metric.type === 'integer' || metric.type === 'number') {
        const { minimum, maximum } = metric;
        const range = minimum !== undefined && maximum !== undefined ? `, ${minimum} to ${maximum}` : '';
        return [[name, { title, unit: `mean label${range}`, scale: 'number' }]];
      }
      if (metric.type === 'boolean') return [[name, { title, unit: 'of comments', scale: 'share' }]];
      if (metric.type === 'ordered') {
        const { length, 0: lowest = '', [length - 1]: highest = '' } = metric.values;
        return [[name, { title, unit: `mean rank, 1 (${lowest}) to ${length} (${highest})`, scale: 'number' }]];
      }
      if (metric.type !== 'category') return [];
      return metric.values.map((value) => [
        `${name}: ${value}`,
        { title: `Label: ${name} = ${value}`, unit: 'of comments', scale: 'share' },
      ]);
    }),
  );
}
