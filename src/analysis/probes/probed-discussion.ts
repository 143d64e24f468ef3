import type { DiscussionRecord, ProbeRecord } from '../../documents/records.js';

/** All that an analysis of probes keeps of a discussion. */
export interface ProbedDiscussion {
  condition: string;
  topic: string | undefined;
  answers: readonly KeptAnswer[];
}

export type KeptAnswer = Pick<
  ProbeRecord,
  'probe' | 'model' | 'turns' | 'time' | 'arm' | 'value' | 'isFreeText' | 'side' | 'rank' | 'negates'
> & {
  participant: string;
  /** The persona's own name, where its file has one. */
  persona: string;
  /** The mean of what the model held possible, where the engine scores answers. */
  expected?: number;
};

/** None for a discussion without probes. */
export function probedDiscussion({ condition, topic, probes = [] }: DiscussionRecord): ProbedDiscussion[] {
  return probes.length > 0 ? [{ condition, topic, answers: probes.map(keptAnswer) }] : [];
}

function keptAnswer({
  probe,
  model,
  actor,
  turns,
  time,
  arm,
  value,
  isFreeText,
  side,
  rank,
  negates,
  score,
}: ProbeRecord): KeptAnswer {
  const username = actor.traits.get('username');
  return {
    ...{ probe, model, turns, time, arm, value, participant: actor.name },
    persona: typeof username === 'string' ? username : actor.name,
    ...(isFreeText && { isFreeText }),
    ...(side !== undefined && { side }),
    ...(rank !== undefined && { rank }),
    ...(negates !== undefined && { negates }),
    ...(typeof score?.expected === 'number' && { expected: score.expected }),
  };
}

/** A share or a mean of numbers over answers: true counts as 1. */
export function numberOf(value: KeptAnswer['value']): number | undefined {
  return value === null || typeof value === 'string' ? undefined : Number(value);
}
