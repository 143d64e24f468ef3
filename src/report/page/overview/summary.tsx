import type { VNode } from 'preact';
import type { JobCounts, PlanFacts, ReportOverview } from '../../report-data.js';
import { counted, dateTime, whole } from '../format-number.js';

/** Below this number of discussions in a condition, differences between conditions are mostly chance. */
const enoughForProof = 10;

export function Summary({ overview }: { overview: ReportOverview }): VNode {
  const { experiment, plan, conditions, annotations, madeAt, version } = overview;
  const discussions = sum(conditions.map((condition) => condition.discussions));
  const comments = sum(conditions.map((condition) => condition.comments));
  const facts = [
    counted(conditions.length, 'condition'),
    ...(plan?.design ? [`${plan.design} design`] : []),
    ...(plan ? [`seed ${plan.seed}`] : []),
    `written ${dateTime(madeAt)} by syndisco\u00a0${version}`,
  ];
  return (
    <section class="summary">
      <h1>
        <bdi>{experiment}</bdi>
      </h1>
      <p class="facts">{facts.join(' · ')}</p>
      <dl class="numbers">
        <Number label="discussions" value={discussions} />
        <Number label="comments" value={comments} />
        <Number label="annotations" value={annotations} />
      </dl>
      {plan && <Completeness plan={plan} />}
      <Caution conditions={conditions} />
    </section>
  );
}

function Number({ label, value }: { label: string; value: number }): VNode {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{whole(value)}</dd>
    </div>
  );
}

function Completeness({ plan }: { plan: PlanFacts }): VNode {
  const kinds = (['discussions', 'annotations'] as const).map(
    (kind) => [kind, total(plan.conditions.map((condition) => condition[kind]))] as const,
  );
  const planned = kinds.filter(([, counts]) => counts.planned > 0);
  const isComplete = planned.every(([, { planned, done }]) => planned === done);
  return (
    <p class={isComplete ? 'message good' : 'message bad'}>
      <strong>{isComplete ? 'Complete.' : 'Not complete.'}</strong>{' '}
      {isComplete
        ? `All ${planned.map(([kind, counts]) => `${whole(counts.planned)} planned ${kind}`).join(' and ')} are made.`
        : planned.map(([kind, counts]) => describe(kind, counts)).join(' ')}
    </p>
  );
}

function describe(kind: string, { planned, done, begun, failed, foreign, withdrawn }: JobCounts): string {
  if (done === planned) return `All ${whole(planned)} planned ${kind} are made.`;
  const rest = planned - done - begun - failed - foreign - withdrawn;
  const parts = [
    [failed, 'failed'],
    [begun, 'begun'],
    [rest, 'not begun'],
    [foreign, 'of another plan'],
    [withdrawn, 'withdrawn'],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, what]) => `${whole(count)} ${what}`);
  return `${whole(done)} of ${whole(planned)} planned ${kind} are made: ${told.join(', ')}.`;
}

function Caution({ conditions }: Pick<ReportOverview, 'conditions'>): VNode | null {
  const fewest = Math.min(...conditions.map(({ discussions }) => discussions));
  const isEmpty = conditions.every(({ discussions }) => discussions === 0);
  if (isEmpty || fewest >= enoughForProof) return null;
  const where = conditions.length > 1 ? 'the smallest condition has' : 'there are';
  return (
    <p class="message caution">
      <strong>Pilot, not proof.</strong> {`${capital(where)} ${counted(fewest, 'finished discussion')}. `}
      {`Below ${enoughForProof} per condition, differences are mostly chance: use them to plan, not to conclude.`}
    </p>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function total(all: readonly JobCounts[]): JobCounts {
  const of = (name: keyof JobCounts): number => sum(all.map((counts) => counts[name]));
  return {
    planned: of('planned'),
    done: of('done'),
    begun: of('begun'),
    failed: of('failed'),
    foreign: of('foreign'),
    withdrawn: of('withdrawn'),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
