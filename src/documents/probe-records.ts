import type { LabelScore, ProbeAnswer, PublishedMetric, PublishedProbes } from '../generated/discussion.js';
import type { ActorRecord, ProbeRecord, ScoreRecord } from './records.js';

/** The answers of a document, each with what its question says of it. */
export function probeRecords(
  { questions, answers }: PublishedProbes,
  actors: ReadonlyMap<string, ActorRecord>,
): ProbeRecord[] {
  return answers.flatMap((answer) => {
    const question = questions[answer.probe];
    const actor = actors.get(answer.participant);
    return question && actor ? [probeRecord(answer, question, actor)] : [];
  });
}

function probeRecord(
  { probe, model, time, turns, turn, arm, status, value, score }: ProbeAnswer,
  { answer, negates }: PublishedProbes['questions'][string],
  actor: ActorRecord,
): ProbeRecord {
  const side = value === undefined ? undefined : sideOf(value, answer);
  return {
    ...{ probe, model, actor, time, turns, turn, arm, status },
    value: value ?? null,
    ...(answer.type === 'text' && { isFreeText: true }),
    ...(side !== undefined && { side }),
    ...rankOf(value, answer),
    ...(score && { score: scoreRecord(score, answer) }),
    ...(negates !== undefined && { negates }),
  };
}

function sideOf(
  value: NonNullable<ProbeAnswer['value']>,
  { minimum, maximum, values }: PublishedMetric,
): ProbeRecord['side'] {
  if (typeof value === 'boolean') return value ? 1 : -1;
  if (typeof value === 'number')
    return minimum === undefined || maximum === undefined ? undefined : signOf(2 * value - minimum - maximum);
  const place = values?.indexOf(value) ?? -1;
  return values === undefined || place < 0 ? undefined : signOf(2 * place - (values.length - 1));
}

function rankOf(value: ProbeAnswer['value'], { type, values = [] }: PublishedMetric): Pick<ProbeRecord, 'rank'> {
  const place = type === 'ordered' ? values.findIndex((one) => one === value) : -1;
  return place < 0 ? {} : { rank: place + 1 };
}

function signOf(number: number): -1 | 0 | 1 {
  return number < 0 ? -1 : number > 0 ? 1 : 0;
}

/** An object has keys such as "10" first, and "-1" after them. */
function scoreRecord(
  { probabilities, expected, legal_mass: legalMass }: LabelScore,
  { values }: PublishedMetric,
): ScoreRecord {
  const found = Object.entries(probabilities);
  const place = (value: string): number => values?.indexOf(value) ?? Number(value);
  found.sort(([one], [other]) => place(one) - place(other));
  return { probabilities: found, expected: expected ?? null, legalMass };
}
