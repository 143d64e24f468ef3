import { isWritten, whereInConfig } from '../config/config-positions.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { SyndiscoError, type ErrorCode, type Problem } from '../errors.js';
import { configOf } from '../plan/conditions-of.js';
import { filesBehind, isContent, keysBehind } from '../plan/fields/key-behind.js';
import { PlanChanged, PlanShrank } from '../store/plan/plan-difference.js';

/** Errors whose `path` is a key of the config; the store does not know its position. */
const namesKey: readonly ErrorCode[] = ['SYNDISCO_RUN_MISMATCH', 'SYNDISCO_MODEL_CHANGED'];

/** Adds the position in the config of the change that was refused. */
export function locateChange(error: unknown, config: ExperimentConfig): unknown {
  if (!(error instanceof SyndiscoError)) return error;
  const [first, ...rest] = error.problems;
  if (error instanceof PlanChanged) return located(error, locatePlanned(error, first, config));
  if (error instanceof PlanShrank) return located(error, locateShrunk(error, first, config));
  if (!namesKey.includes(error.code) || first.path === undefined) return error;
  return located(error, { ...first, where: { ...first.where, ...whereInConfig(config, first.path) } }, ...rest);
}

function located(cause: SyndiscoError, ...problems: [Problem, ...Problem[]]): SyndiscoError {
  return new SyndiscoError(problems, { cause });
}

/** Fewer repeats are said as such, at their key. */
function locateShrunk({ first }: PlanShrank, problem: Problem, config: ExperimentConfig): Problem {
  const { repeats = 1 } = config.annotation ?? {};
  const repeat = first.fields['repeat'];
  if (typeof repeat !== 'number' || repeat <= repeats) return problem;
  const key = 'annotation.repeats';
  return {
    ...problem,
    code: 'SYNDISCO_REPEATS_SHRANK',
    what: `Each annotator is planned to annotate each discussion more often than annotation.repeats: ${repeats} asks for; ${first.id} is repeat ${repeat}`,
    path: key,
    where: { ...problem.where, ...whereInConfig(config, isWritten(config, key) ? key : 'annotation') },
  };
}

function locatePlanned({ asked, difference }: PlanChanged, problem: Problem, whole: ExperimentConfig): Problem {
  if (!difference) return problem;
  const own = configOf(asked, whole);
  const keys = keysBehind(asked.kind, difference.field);
  // Keys of the whole experiment are not in the config of a condition.
  const places = [own, whole].flatMap((config) => keys.map((key) => ({ config, key })));
  const { config, key } = places.find((place) => isWritten(place.config, place.key)) ?? { config: own, key: keys[0] };
  if (key === undefined) return problem;
  const files = isContent(difference.field) ? filesBehind(asked.kind, difference.field, config) : [];
  const behind = files.length === 0 ? '' : ` in ${files.join(' or ')}`;
  const where = { ...problem.where, ...whereInConfig(config, key) };
  return { ...problem, what: `${problem.what}${behind}`, path: key, where };
}
