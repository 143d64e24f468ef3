import type { DesignedCondition } from '../analysis/manipulation-check.js';
import type { DiscussionsConfig, ExperimentConfig } from '../config/experiment-config.js';
import type { PlanLine } from '../generated/plan-line.js';
import { conditionsOf } from '../plan/conditions-of.js';
import type { Role } from '../plan/job.js';
import { plainRole } from '../plan/setup/assign-roles.js';
import { wantedSeats } from '../plan/setup/wanted-seats.js';

/** What the config asks of each condition. */
export function designOfConfig(config: ExperimentConfig): Map<string, DesignedCondition> {
  const designed = conditionsOf(config).flatMap(({ name, config: { discussions } }) =>
    discussions ? [[name, designOf(discussions)] as const] : [],
  );
  return new Map(designed);
}

/** What the frozen plan asks of each condition: a config that has changed since would be checked in place of the design. */
export function designOfPlan(settings: ReadonlyMap<string, PlanLine['fields']>): Map<string, DesignedCondition> {
  return new Map(Array.from(settings, ([condition, fields]) => [condition, frozenDesign(fields)]));
}

function designOf({ turnTaking, moderator, roles = [] }: DiscussionsConfig): DesignedCondition {
  const { manager, respondProbability, turns, historyLength, moderatorTurns = { every: 1 } } = turnTaking;
  return {
    turnManager: manager,
    respondProbability,
    turns,
    historyLength,
    leavesOutSilence: turnTaking.silentParticipants === 'left_out',
    moderatorTurns: moderator ? ('every' in moderatorTurns ? Math.floor(turns / moderatorTurns.every) : undefined) : 0,
    seats: seatsOf(roles),
  };
}

function frozenDesign(fields: PlanLine['fields']): DesignedCondition {
  const [turns, offer] = [Number(fields['num_turns']), parsed(fields['moderator_turns']) ?? 'after_each'];
  const every = offer === 'after_each' ? 1 : isRecord(offer) ? Number(offer['every']) : Number.NaN;
  return {
    turnManager: String(fields['turn_manager_type']),
    respondProbability: Number(fields['respond_probability']),
    turns,
    historyLength: Number(fields['history_ctx_len']),
    leavesOutSilence: fields['silent_participants'] === 'left_out',
    moderatorTurns: fields['include_mod'] !== true ? 0 : every > 0 ? Math.floor(turns / every) : undefined,
    seats: seatsOf(rolesIn(fields)),
  };
}

/** As the plan keeps them: each with its name and a count, a share or a chance. */
function rolesIn(fields: PlanLine['fields']): SeatRule[] {
  const roles = parsed(fields['roles']);
  if (!Array.isArray(roles)) return [];
  return roles.filter(isRecord).map(({ name, count, share, chance }) => ({
    name: String(name),
    seats:
      typeof count === 'number' ? { count } : typeof share === 'number' ? { share } : { chance: Number(chance ?? 0) },
  }));
}

type SeatRule = Pick<Role, 'name' | 'seats'>;

function seatsOf(roles: readonly SeatRule[]): DesignedCondition['seats'] {
  return (participants) => {
    const wanted = wantedSeats(roles, participants);
    const plain = participants - wanted.reduce((sum, each) => sum + each, 0);
    return new Map([...roles.map(({ name }, index) => [name, wanted[index] ?? 0] as const), [plainRole, plain]]);
  };
}

function parsed(json: PlanLine['fields'][string] | undefined): unknown {
  return typeof json === 'string' ? JSON.parse(json) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
