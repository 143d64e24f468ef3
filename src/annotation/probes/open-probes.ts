import type { Completion, Request } from '../../backends/backend.js';
import type { Moment, PrivateQuestions, Probes } from '../../discussion/private-questions.js';
import { describeCompletion } from '../../discussion/transcript.js';
import type { ProbeAnswer, PublishedProbe } from '../../generated/discussion.js';
import type { DiscussionJob, ProbeConfig } from '../../plan/job.js';
import { armsAt, probesFor } from '../../plan/probe-times.js';
import { askMetrics, publishedMetrics } from '../../metrics/ask-metrics.js';
import { readLabels } from '../../metrics/read-labels.js';
import { probeRequest, type Question } from './probe-request.js';

/** The probes of a discussion; undefined if it has none. */
export function openProbes({ condition, roles }: Pick<DiscussionJob, 'condition' | 'roles'>): Probes | undefined {
  const { probes } = condition;
  if (!probes) return undefined;
  return {
    questions: Object.fromEntries(probes.map((probe) => [probe.name, publishedProbe(probe)])),
    at: (moment) => askAt(moment, questionsAt(moment, probes, roles)),
  };
}

function publishedProbe({ question, answer, controls, negates }: ProbeConfig): PublishedProbe {
  const [metric] = Object.values(publishedMetrics([answer]));
  if (!metric) throw new Error('a probe has no answer');
  return { question, answer: metric, controls: [...controls], ...(negates !== undefined && { negates }) };
}

/** One participant after the other, by seat. */
function questionsAt(
  { time, turns, cast, next }: Moment,
  probes: readonly ProbeConfig[],
  roles: readonly string[],
): Question[] {
  return cast.participants.flatMap((actor, seat) =>
    probesFor(probes, roles[seat]).flatMap((probe) =>
      armsAt(probe, { time, turns, isNext: seat === next }).map((arm) => ({ probe, arm, actor, seat })),
    ),
  );
}

/** Answers stand in the order of the questions, whatever order they are asked in. */
function askAt(moment: Moment, questions: readonly Question[]): PrivateQuestions {
  const asked = inOrderOfAsking(questions, moment.next);
  const requests = asked.map((question) => probeRequest(moment, question));
  const last = asked.at(-1);
  return {
    requests,
    toNext: last !== undefined && last.seat === moment.next && last.arm !== 'no_exposure',
    read(completions) {
      const answers = new Map<Question, ProbeAnswer>();
      for (const [place, question] of asked.entries()) {
        const [request, completion] = [requests[place], completions[place]];
        if (request && completion) answers.set(question, readAnswer(moment, question, { request, completion }));
      }
      return questions.flatMap((question) => answers.get(question) ?? []);
    },
  };
}

/**
 * So that an engine can keep what several have in common: one participant after the other, each with the history in one
 * go, and last that of the next speaker, which its turn begins with.
 */
function inOrderOfAsking(questions: readonly Question[], next: number | undefined): Question[] {
  const isOfNext = ({ seat }: Question): boolean => seat === next;
  const isLate = (question: Question): boolean => (question.arm === 'no_exposure') !== isOfNext(question);
  return questions.toSorted(
    (one, other) =>
      Number(isOfNext(one)) - Number(isOfNext(other)) ||
      one.seat - other.seat ||
      Number(isLate(one)) - Number(isLate(other)),
  );
}

function readAnswer(
  { time, turns, comments }: Moment,
  { probe, arm, actor }: Question,
  { request, completion }: { request: Request; completion: Completion },
): ProbeAnswer {
  const { labels = {}, scores = {} } = readLabels(completion, askMetrics([probe.answer]).about(''));
  const value = Object.hasOwn(labels, probe.name) ? labels[probe.name] : undefined;
  const score = scores[probe.name];
  return {
    ...{ probe: probe.name, participant: actor.name, model: actor.model.generation.modelName },
    ...{ time, turns, turn: comments.length, arm },
    ...(value === undefined || value === null
      ? { status: value === null ? 'cannot_judge' : 'invalid' }
      : { status: 'ok', value }),
    ...(score && { score }),
    ...describeCompletion(completion, request.sampling.seed),
  };
}
