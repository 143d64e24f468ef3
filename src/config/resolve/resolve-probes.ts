import type {
  MetricSection,
  ProbeEvery,
  ProbeSection,
  RoleSection,
  TurnTakingSection,
} from '../../generated/config.js';
import { showValue } from '../../source/show-value.js';
import type { Path } from '../../source/positioned-document.js';
import type { Partially } from '../../source/validate-document.js';
import type { ConfigReading } from '../config-reading.js';
import type { DiscussionsConfig, ProbeConfig } from '../experiment-config.js';
import { checkColumnName, resolveMetric } from './resolve-metrics.js';
import { withDefaults } from './with-defaults.js';

const section = ['discussions', 'probes'];
const mostProbes = 20;

type Given = Partially<ProbeSection>;
/** What the schema rejected has been removed. */
type Time = string | Partial<ProbeEvery>;

/** Resolves the probes as written; empty if there are none. */
export function resolveProbes(
  reading: ConfigReading,
  turnTaking: Partially<TurnTakingSection>,
): Pick<DiscussionsConfig, 'probes'> {
  const given = Object.entries<Given | undefined>(reading.given.discussions?.probes ?? {});
  if (given.length === 0) return {};
  if (given.length > mostProbes) {
    const what = `discussions.probes has ${given.length} probes; the maximum is ${mostProbes}.`;
    reading.reportContradiction(section, what, 'Remove those that you need least.');
  }
  const { num_turns: turns } = withDefaults(['discussions', 'turn_taking'], turnTaking);
  const probes = given.flatMap(([name, probe]) => resolveProbe(reading, name, { given: probe ?? {}, turns }));
  for (const probe of probes) checkPair(reading, probe, probes);
  return { probes };
}

/** A probe with parts that the schema rejected, and that were removed, is skipped. */
function resolveProbe(
  reading: ConfigReading,
  name: string,
  { given, turns }: { given: Given; turns: number },
): ProbeConfig[] {
  const at = [...section, name];
  checkColumnName(reading, at, 'probe');
  const { question, ask = ['before', 'after'], who, controls = ['retest', 'no_exposure'], negates } = given;
  checkQuestion(reading, at, question);
  const times: readonly Time[] = ask;
  checkTimes(reading, at, { times, turns });
  checkWho(reading, at, who ?? []);
  checkAnswer(reading, [...at, 'answer'], given.answer);
  const answers = given.answer ? resolveMetric(reading, { name, at: [...at, 'answer'] }, given.answer) : [];
  if (question === undefined) return [];
  const every = times.flatMap((time) => (typeof time === 'object' && time.every !== undefined ? [time.every] : []));
  return answers.map((answer) => ({
    name,
    question: question.trim(),
    answer,
    times: {
      ...{ before: ask.includes('before'), every, after: ask.includes('after') },
      ...(ask.includes('own_turn') && { ownTurn: true }),
    },
    ...(who && { who }),
    controls,
    ...(negates !== undefined && { negates }),
  }));
}

/** There is no comment to quote, and one question is enough. */
function checkAnswer(reading: ConfigReading, at: Path, { type, question }: Partially<MetricSection> = {}): void {
  if (type === 'span') {
    const what = 'A probe is about no comment, so that its answer cannot be a passage of one.';
    reading.reportContradiction([...at, 'type'], what, 'Use text, or another type.');
  }
  if (question !== undefined)
    reading.reportContradiction(
      [...at, 'question'],
      'The question is asked twice.',
      'Write it as question of the probe.',
    );
}

function checkQuestion(reading: ConfigReading, at: Path, question: string | undefined): void {
  if (question === undefined || question.trim() !== '') return;
  const todo = 'Write the question as the participants should read it.';
  reading.reportContradiction([...at, 'question'], 'The question is blank.', todo);
}

function checkTimes(
  reading: ConfigReading,
  at: Path,
  { times, turns }: { times: readonly Time[]; turns: number },
): void {
  for (const [index, time] of times.entries()) {
    if (typeof time !== 'object' || time.every === undefined || time.every <= turns) continue;
    const what = `Nobody is ever asked after ${time.every} turns: a discussion has ${turns}.`;
    const todo = 'Lower every, raise discussions.turn_taking.num_turns, or ask after the discussion.';
    reading.reportContradiction([...at, 'ask', String(index), 'every'], what, todo);
  }
}

/** A role with a share or a chance may have a seat in some discussion. */
function checkWho(reading: ConfigReading, at: Path, who: readonly string[]): void {
  const roles: readonly Partial<RoleSection>[] = reading.given.discussions?.roles ?? [];
  const known = ['participant', ...roles.flatMap(({ name }) => (name === undefined ? [] : [name]))];
  for (const [index, role] of who.entries()) {
    const path = [...at, 'who', String(index)];
    if (!known.includes(role)) {
      const what = `No participant has the role ${showValue(role)}, so nobody can answer.`;
      const hint = role === 'moderator' ? 'Probes are for participants. ' : '';
      reading.reportContradiction(path, what, `${hint}Use one of ${known.join(', ')}.`);
    } else if (roles.some(({ name, count, share, chance }) => name === role && (count ?? share ?? chance) === 0)) {
      const what = `The role ${showValue(role)} has no seat, so nobody can answer.`;
      reading.reportContradiction(path, what, 'Give the role a seat, or ask others.');
    }
  }
}

/** A statement and its negation can be compared only on the same scale. */
function checkPair(reading: ConfigReading, probe: ProbeConfig, all: readonly ProbeConfig[]): void {
  const { name, negates } = probe;
  if (negates === undefined) return;
  const at = [...section, name, 'negates'];
  const other = all.find((one) => one.name === negates);
  if (negates === name) {
    reading.reportContradiction(at, `${name} cannot deny itself.`, 'Name the probe with the opposite question.');
  } else if (!reading.document.has([...section, negates])) {
    const todo = `Use one of ${all.flatMap((one) => (one.name === name ? [] : [one.name])).join(', ') || 'the other probes, of which there are none'}.`;
    reading.reportContradiction(at, `There is no probe called ${showValue(negates)}.`, todo);
  } else if (other && !isComparable(probe, other)) {
    const what = `${name} and ${negates} have different answers, so nothing can be said about their coherence.`;
    reading.reportContradiction(at, what, 'Give both the same answer.');
  }
}

function isComparable(one: ProbeConfig, other: ProbeConfig): boolean {
  const shape = ({ answer }: ProbeConfig): string => JSON.stringify({ ...answer, name: '' });
  return shape(one) === shape(other);
}
