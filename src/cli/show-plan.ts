import { jobKinds, kindsInOrder } from '../job-kinds.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import type { Estimate } from '../forecast/estimate-run.js';
import { auditJob, settledHash } from '../forecast/audit-job.js';
import { isToBeMade, type SurveyedJob, type SurveyedPlan } from '../forecast/survey-plan.js';
import type { Balance } from '../forecast/measure-balance.js';
import type { RoleSeats } from '../forecast/measure-roles.js';
import { printable } from '../log/printable.js';
import type { LintWarning } from './show-lint.js';
import { describeDuration } from './describe-duration.js';
import { describeCeiling, type Ceiling } from './describe-ceiling.js';
import { describeEstimate, pricesOf, type PriceOptions } from './describe-estimate.js';
import { formatTable } from './format-table.js';

export interface ShownPlan {
  config: ExperimentConfig;
  plan: SurveyedPlan;
  estimate: Estimate | undefined;
  warnings: readonly LintWarning[];
  notices: readonly string[];
  roles: readonly RoleSeats[];
  balance: readonly Balance[] | undefined;
  hasRunDirectory: boolean;
  changes: string | undefined;
  ceiling: Ceiling | undefined;
}

interface ShowOptions extends PriceOptions {
  json?: boolean;
  jobs?: boolean;
  wallTime?: number;
}

const shownJobs = 12;

/** Prints a plan on stdout; warnings go to stderr. */
export function showPlan(shown: ShownPlan, options: ShowOptions): void {
  const warning = exceeds(shown.estimate, options.wallTime);
  if (warning !== undefined) process.stderr.write(`${warning}\n`);
  const text = options.json ? JSON.stringify(asJson(shown, options, warning)) : describePlan(shown, options).join('\n');
  process.stdout.write(`${text}\n`);
}

function describePlan(shown: ShownPlan, options: ShowOptions): string[] {
  const { config, plan, estimate, roles, balance, hasRunDirectory, changes, ceiling } = shown;
  const { conditions, hash } = plan;
  const design = conditions.length > 0 ? `${conditions.length} conditions, ${config.design ?? 'paired'} design, ` : '';
  const set = config.annotationSet === undefined ? '' : `annotation set ${config.annotationSet}, `;
  return [
    `${config.name}: ${set}${design}seed ${config.seed}, plan ${hash.slice(0, 12)}`,
    ...(hasRunDirectory ? [] : [`no run directory yet at ${config.runDir}`]),
    '',
    ...(conditions.length > 0 ? [...describeConditions(conditions), ''] : []),
    ...describeJobs(plan.jobs, options.jobs === true),
    ...(changes?.split('\n').map((line) => `  ${line}`) ?? []),
    ...describeChances(roles),
    '',
    ...(balance ? [...describeBalance(balance), '', ...describeRoles(roles)] : []),
    ...(plan.jobs.some(isToBeMade)
      ? [...describeLoads(plan), ...describeEstimate(estimate, options), ...describeCeiling(ceiling, estimate)]
      : [describeNothingLeft(plan.jobs, config)]),
    ...describeSets(config),
  ];
}

function describeSets({ annotationSet, annotationSets = [] }: ExperimentConfig): string[] {
  if (annotationSet !== undefined || annotationSets.length === 0) return [];
  const names = annotationSets.map(({ name }) => name).join(', ');
  return [`annotation sets that are made afterwards and not counted here: ${names} (see plan --as)`];
}

function describeConditions(conditions: SurveyedPlan['conditions']): string[] {
  const factors = Object.keys(conditions[0]?.factors ?? {});
  const header = [...(factors.length > 0 ? factors : ['condition']), 'model', 'discussions', 'done', 'turns', 'left'];
  const rows = conditions.map((row) => [
    ...(factors.length > 0 ? factors.map((factor) => row.factors[factor] ?? '') : [row.name]),
    row.model,
    ...[row.jobs, row.done, row.turns, row.left].map(String),
  ]);
  return formatTable(header, rows);
}

/** Shown in place of an estimate: either all jobs are finished, or a run would be refused. */
function describeNothingLeft(jobs: readonly SurveyedJob[], { annotation }: ExperimentConfig): string {
  const count = (state: SurveyedJob['standing']['state']): number =>
    jobs.filter(({ standing }) => standing.state === state).length;
  if (jobs.length === 0 && annotation?.table)
    return `annotate imports the comments of ${annotation.table.file} first; the plan then counts them`;
  if (jobs.length === 0 && annotation) return `no finished discussions in ${annotation.discussionsDir}`;
  if (count('changed') > 0)
    return `a run would be refused: ${count('changed')} jobs have changed since they were planned; see ${wayOut(jobs)}`;
  if (count('foreign') > 0)
    return `a run would be refused: ${count('foreign')} files belong to another plan; see --fork`;
  const again = count('failed') > 0 ? `; ${count('failed')} jobs failed: --retry-failed retries them` : '';
  return `nothing left to make${again}`;
}

function wayOut(jobs: readonly SurveyedJob[]): string {
  const changed = jobs.filter(({ standing }) => standing.state === 'changed');
  return changed.every(({ line }) => line.kind === 'annotation') ? 'annotate --as and --fork' : '--fork';
}

function describeJobs(jobs: readonly SurveyedJob[], all: boolean): string[] {
  const counts = kindsInOrder.flatMap((kind) => {
    const ours = jobs.filter(({ line }) => line.kind === kind);
    return ours.length === 0 ? [] : [`${jobKinds[kind].plural}: ${countStates(ours)}`];
  });
  const remarkable = jobs.filter(({ standing }) => ['begun', 'failed', 'changed', 'foreign'].includes(standing.state));
  const listed = all ? jobs : remarkable.slice(0, shownJobs);
  const rest = all ? 0 : remarkable.length - listed.length;
  return [
    ...counts,
    ...listed.map(({ line, reason }) => `  ${line.id}  ${printable(reason)}`),
    ...(rest > 0 ? [`  … and ${rest} more: see --jobs`] : []),
  ];
}

function countStates(jobs: readonly SurveyedJob[]): string {
  const counts = new Map<string, number>();
  for (const { standing } of jobs) counts.set(standing.state, (counts.get(standing.state) ?? 0) + 1);
  const parts = [...counts].map(([state, count]) => `${count} ${state === 'planned' ? 'not begun' : state}`);
  return `${jobs.length} (${parts.join(', ')})`;
}

function describeBalance(balance: readonly Balance[]): string[] {
  const rows = balance.map(({ what, cells, least, most, worst }) => [what, ...[cells, least, most].map(String), worst]);
  return formatTable(['balance', 'cells', 'least', 'most', 'largest imbalance'], rows);
}

/** The roles that seats draw, in all conditions together. */
function describeChances(roles: readonly RoleSeats[]): string[] {
  const names = new Set(roles.filter((row) => row.by_chance).map(({ role }) => role));
  return [...names].map((name) => {
    const rows = roles.filter(({ role }) => role === name);
    const total = (key: 'designed' | 'planned'): number =>
      Number(rows.reduce((sum, row) => sum + row[key], 0).toFixed(3));
    return `${name} by chance: ${total('designed')} seats expected, ${total('planned')} drawn`;
  });
}

/** The widest differences first. */
function describeRoles(roles: readonly RoleSeats[]): string[] {
  if (roles.length === 0) return [];
  const gap = ({ designed, planned }: RoleSeats): number => Math.abs(designed - planned);
  const shown = roles.toSorted((a, b) => gap(b) - gap(a)).slice(0, shownJobs);
  const rows = shown.map(({ condition, role, designed, planned }) => [
    condition,
    role,
    ...[designed, planned].map(String),
  ]);
  const rest = roles.length - shown.length;
  return [
    ...formatTable(['condition', 'role', 'seats designed', 'planned'], rows),
    ...(rest > 0 ? [`… and ${rest} more, with smaller or equal differences: see --json`] : []),
    '',
  ];
}

function describeLoads({ loads }: SurveyedPlan): string[] {
  const namesOf = (models: (typeof loads)[number]['models']): string => models.map(({ name }) => name).join(' + ');
  const groups = loads.map(({ models, beside, kind, jobs }) => {
    const kept = beside.length > 0 ? ` beside ${namesOf(beside)}` : '';
    return `${namesOf(models)}${kept} (${jobs} ${kind}s)`;
  });
  const count = loads.reduce((sum, { models }) => sum + models.length, 0);
  return [`loads: ${count}: ${groups.join(', ')}`];
}

/** One entry for each model; `beside` are the others that the jobs need. */
function loadsAsJson({ models, beside, kind, jobs }: SurveyedPlan['loads'][number]): object[] {
  return models.map((model) => {
    const others = [...models, ...beside].filter((other) => other !== model).map(({ name }) => name);
    return { model: model.name, kind, jobs, ...(others.length > 0 && { beside: others }) };
  });
}

function exceeds(estimate: Estimate | undefined, wallTimeMs: number | undefined): string | undefined {
  if (!estimate || wallTimeMs === undefined || estimate.high * 1000 <= wallTimeMs) return undefined;
  const [high, limit] = [describeDuration(estimate.high), describeDuration(wallTimeMs / 1000)];
  return `warning: the run may take ${high}, which is longer than the wall time of ${limit}; run the same command again to continue it`;
}

function asJson(
  { config, plan, estimate, warnings, notices, roles, balance, changes, ceiling }: ShownPlan,
  options: ShowOptions,
  warning: string | undefined,
): object {
  const { hash, conditions, jobs, loads } = plan;
  return {
    experiment: config.name,
    design: config.design ?? 'paired',
    seed: config.seed,
    ...(config.annotationSets && { annotation_sets: config.annotationSets.map(({ name }) => name) }),
    plan_sha256: hash,
    conditions,
    jobs: jobs.map(({ line, standing, reason, left, ...work }) => ({
      kind: line.kind,
      id: line.id,
      hash: settledHash(line, work),
      state: standing.state,
      reason,
      turns_left: left,
      ...(options.jobs && auditJob(work)),
    })),
    loads: loads.flatMap(loadsAsJson),
    ...(changes !== undefined && { changes }),
    jobs_left: jobs.filter(isToBeMade).length,
    estimate: estimate ? { ...estimate, ...pricesOf(estimate, options) } : null,
    ...(ceiling && { token_ceiling: ceiling }),
    ...(warning !== undefined && { warning }),
    lint: warnings,
    notices,
    ...(balance && { balance }),
    ...((balance || roles.some((row) => row.by_chance)) && { role_seats: roles }),
  };
}
