import type { Completion, Request } from '../../backends/backend.js';
import type { Moment, Probes } from '../../discussion/discuss.js';
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
    *ask(moment) {
      const questions = questionsAt(moment, probes, roles);
      const requests = questions.map((question) => probeRequest(moment, question));
      const completions = requests.length > 0 ? yield requests : [];
      return questions.flatMap((question, place) => {
        const [request, completion] = [requests[place], completions[place]];
        return request && completion ? [readAnswer(moment, question, { request, completion })] : [];
      });
    },
  };
}

function publishedProbe({ question, answer, controls, negates }: ProbeConfig): PublishedProbe {
  const [metric] = Object.values(publishedMetrics([answer]));
  if (!metric) throw new Error('a probe has no answer');
  return { question, answer: metric, controls: [...controls], ...(negates !== undefined && { negates }) };
}

/** One participant after the other, so that an engine can keep what all questions to it have in common. */
function questionsAt(
  { time, turns, cast }: Moment,
  probes: readonly ProbeConfig[],
  roles: readonly string[],
): Question[] {
  return cast.participants.flatMap((actor, seat) => {
    const own = probesFor(probes, roles[seat]);
    const asked = own.flatMap((probe) => armsAt(probe, { time, turns }).map((arm) => ({ probe, arm, actor, seat })));
    return [...asked.filter(({ arm }) => arm !== 'no_exposure'), ...asked.filter(({ arm }) => arm === 'no_exposure')];
  });
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
