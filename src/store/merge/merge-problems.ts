/** Why run directories cannot be merged, in words. */
import { dirname } from 'node:path';
import type { Problem } from '../../errors.js';
import type { PlanLine } from '../../generated/plan-line.js';
import { jobKinds, type JobKind } from '../../job-kinds.js';
import { nameOfField, shortValue, type Difference } from '../plan/plan-difference.js';

const shown = 5;

interface Differing {
  difference: Difference | undefined;
  /** The run directories of the two plans. */
  dirs: { before: string; now: string };
  /** How many jobs differ. */
  jobs: number;
}

export function differentPlans({ kind, id }: PlanLine, differing: Differing): Problem {
  return different(`The ${kind} ${id} is`, { kind, id, ...differing });
}

/** Of an annotator, in annotations of different discussions. */
export function otherAnnotator({ kind, id, fields }: PlanLine, differing: Differing): Problem {
  return different(`The annotations by ${String(fields['annotator'])} are`, { kind, id, ...differing });
}

function different(subject: string, { kind, id, difference, dirs, jobs }: Differing & Pick<PlanLine, 'kind' | 'id'>) {
  const { field, before, now } = difference ?? { field: 'its hash', before: undefined, now: undefined };
  const values = field.endsWith('_sha256')
    ? `different content of ${nameOfField(field)} in ${dirs.before} and in ${dirs.now}`
    : `${field}: ${shortValue(before)} in ${dirs.before} and ${shortValue(now)} in ${dirs.now}`;
  return {
    code: 'SYNDISCO_MERGE_DIFFERENT' as const,
    what: `${subject} planned with ${values} (${count(kind, jobs)} ${jobs === 1 ? 'differs' : 'differ'})`,
    todo: 'Only shards of one design can be merged. Leave one of the two out, or make it again with the same config and inputs.',
    where: { file: dirs.now, job: id },
  };
}

interface Fewer {
  dir: string;
  /** The first discussion that is not planned there. */
  id: string;
  planned: number;
  all: number;
}

export function fewerDiscussions({ dir, id, planned, all }: Fewer): Problem {
  return {
    code: 'SYNDISCO_MERGE_DIFFERENT',
    what: `${dir} plans ${planned} discussions, and together the directories plan ${all}; ${id} is not among those`,
    todo: 'Run this shard again with the config of the others: it adds what is new in the design.',
    where: { file: dir, job: id },
  };
}

export function duplicate(kind: JobKind, ids: readonly string[], dirs: readonly [string, string]): Problem {
  const { plural } = jobKinds[kind];
  const many = ids.length > 1 ? `${ids.length} ${plural} were` : `1 ${kind} was`;
  return {
    code: 'SYNDISCO_MERGE_DUPLICATE',
    what: `${many} made in ${dirs[0]} and once more in ${dirs[1]}, as different documents: ${list(ids)}`,
    todo: 'Leave one of the two directories out. What is then missing can be made after a merge with --partial. If one was edited and accepted after an earlier merge, merge into a new directory.',
    where: { file: dirs[1], ...(ids[0] !== undefined && { job: ids[0] }) },
  };
}

/** `why`: such as `are not finished in any of the directories`. */
export function incomplete(kind: JobKind, ids: readonly string[], why: string): Problem {
  return {
    code: 'SYNDISCO_MERGE_INCOMPLETE',
    what: `${count(kind, ids.length)} ${why}: ${list(ids)}`,
    todo: 'Run the shards again until they are finished, or name the directory that is missing. With --partial what is there is merged, and syndisco run makes the rest in the result.',
    ...(ids[0] !== undefined && { where: { job: ids[0] } }),
  };
}

export function otherModel(name: string, field: string, dirs: readonly [string, string]): Problem {
  return {
    code: 'SYNDISCO_MERGE_DIFFERENT',
    what: `The model ${JSON.stringify(name)} has another ${field} in ${dirs[1]} than in ${dirs[0]}`,
    todo: 'Discussions of different models must not be mixed under one name. Leave one of the two directories out, or make it again with the same weights.',
    where: { file: dirs[1] },
  };
}

export function otherTable(dir: string, other: string): Problem {
  return {
    code: 'SYNDISCO_MERGE_DIFFERENT',
    what: `${other} has imported another table of comments than ${dir}, or with other columns`,
    todo: 'Only shards that annotate the same table can be merged. Leave one of the two directories out.',
    where: { file: other },
  };
}

export function inTheWay(file: string): Problem {
  return {
    code: 'SYNDISCO_PUBLISHED_FOREIGN',
    what: 'A file of this name with other content is in the way of the merge',
    todo: `Merge into another folder, or move the files in ${dirname(file)} away.`,
    where: { file },
  };
}

function count(kind: JobKind, number: number): string {
  return `${number} ${number === 1 ? kind : jobKinds[kind].plural}`;
}

function list(ids: readonly string[]): string {
  const more = ids.length > shown ? ` and ${ids.length - shown} more` : '';
  return `${ids.slice(0, shown).join(', ')}${more}`;
}
