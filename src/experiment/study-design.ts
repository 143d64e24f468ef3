import type { LabelWords, StudyDesign } from '../analysis/analyse.js';
import type { DesignedCondition } from '../analysis/manipulation-check.js';
import type { DiscussionsConfig, ExperimentConfig } from '../config/experiment-config.js';
import { conditionsOf } from '../plan/conditions-of.js';
import { plainRole } from '../plan/setup/assign-roles.js';
import { wantedSeats } from '../plan/setup/wanted-seats.js';
import { readWithdrawals } from '../store/documents/withdrawals.js';
import { readPlannedJobs } from '../store/plan/planned-jobs.js';

/** What the config and the frozen plan say about the documents of an experiment. */
export async function studyDesign(
  config: ExperimentConfig,
  { adjustment, cluster }: Pick<StudyDesign, 'adjustment' | 'cluster'>,
): Promise<StudyDesign> {
  const planned = new Map<string, number>();
  const withdrawn: StudyDesign['withdrawn'][number][] = [];
  const withdrawals = await readWithdrawals(config.runDir);
  await readPlannedJobs(config.runDir, ({ kind, id, fields }) => {
    const condition = fields['condition'];
    if (kind !== 'discussion' || typeof condition !== 'string') return;
    planned.set(condition, (planned.get(condition) ?? 0) + 1);
    const withdrawal = withdrawals.get(id);
    if (withdrawal) withdrawn.push({ id, condition, why: withdrawal.why });
  });
  const designed = conditionsOf(config).flatMap(({ name, config: { discussions } }) =>
    discussions ? [[name, designOf(discussions)] as const] : [],
  );
  return {
    isPaired: planned.size > 0 && config.design !== 'independent',
    declared: config.declared?.contrasts ?? [],
    ...{ adjustment, cluster },
    labels: labelWords(config),
    planned,
    withdrawn,
    designed: new Map(designed),
  };
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
      if (!('values' in metric)) return [];
      return metric.values.map((value) => [
        `${name}: ${value}`,
        { title: `Label: ${name} = ${value}`, unit: 'of comments', scale: 'share' },
      ]);
    }),
  );
}

function designOf({ turnTaking, moderator, roles = [] }: DiscussionsConfig): DesignedCondition {
  const { manager, respondProbability, turns, historyLength, moderatorTurns = { every: 1 } } = turnTaking;
  return {
    turnManager: manager,
    respondProbability,
    turns,
    historyLength,
    moderatorTurns: moderator ? ('every' in moderatorTurns ? Math.floor(turns / moderatorTurns.every) : undefined) : 0,
    seats(participants) {
      const wanted = wantedSeats(roles, participants);
      const plain = participants - wanted.reduce((sum, each) => sum + each, 0);
      return new Map([...roles.map(({ name }, index) => [name, wanted[index] ?? 0] as const), [plainRole, plain]]);
    },
  };
}
