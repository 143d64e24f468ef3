import type { Request } from '../../backends/backend.js';
import { longestLabel } from '../../backends/label.js';
import type { Actor } from '../../discussion/cast.js';
import type { Moment } from '../../discussion/private-questions.js';
import { privatePrompt } from '../../discussion/turn-prompt.js';
import type { ProbeAnswer } from '../../generated/discussion.js';
import type { ProbeConfig } from '../../plan/job.js';
import { deriveSeed } from '../../random-stream.js';
import { askMetrics } from '../../metrics/ask-metrics.js';

/** A probe to one participant. */
export interface Question {
  probe: ProbeConfig;
  arm: ProbeAnswer['arm'];
  actor: Actor;
  seat: number;
}

/** The request for an answer: after the system text and the history that the participant would see at its turn. */
export function probeRequest(moment: Moment, question: Question): Request {
  const { job, layout, index } = moment;
  const { probe, arm, actor } = question;
  const { key: model, generation } = actor.model;
  const comments = arm === 'no_exposure' ? [] : moment.comments;
  const { format, about } = askMetrics([probe.answer]);
  const label = about('').map(({ answers }) => answers);
  const asked = `A private question to you, ${actor.name}; nobody else sees your answer. ${probe.question}`;
  const seen = { layout, actor, comments, condition: job.condition };
  return {
    key: { index, try: 0, aside: `${probe.name} ${arm} ${question.seat}` },
    order: [job.place, index],
    ...(model !== undefined && { model }),
    system: actor.system,
    ...privatePrompt(seen, `${asked}\n${format}`),
    sharesHistory: true,
    sampling: { ...generation.sampling, seed: probeSeed(moment, question) },
    maxTokens: Math.max(generation.maxTokens, longestLabel(label)),
    stop: [],
    label,
  };
}

const arms: readonly ProbeAnswer['arm'][] = ['asked', 'retest', 'no_exposure'];

/** With one seed for all replies, each control gets a number of its own: asked again with the same, it would not vary. */
function probeSeed({ job, turns }: Moment, { probe, arm, actor, seat }: Question): number {
  const { condition, replicate } = job;
  const { seed } = actor.model.generation.sampling;
  if (seed !== undefined) return (seed + arms.indexOf(arm)) % 2 ** 32;
  return deriveSeed([condition.seed, 'sampling', condition.name, replicate, 'probe', probe.name, turns, seat, arm]);
}
