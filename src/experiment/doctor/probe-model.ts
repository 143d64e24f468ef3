import type { Backend, Completion, Request } from '../../backends/backend.js';
import type { LabelSpecification } from '../../backends/label.js';
import type { ModelConfig } from '../../config/experiment-config.js';
import { parseLabel } from '../../metrics/parse-label.js';
import { failuresOf, type Finding } from './finding.js';

const patienceMs = 120_000;
const tries = 3;
const label: LabelSpecification = [{ name: 'rating', values: [1, 2, 3, 4, 5] }];

/** Asks for a few comments: whether they end by themselves, and how fast one alone is. */
export async function probeReplies(
  backend: Backend,
  model: ModelConfig,
): Promise<{ findings: Finding[]; pace: Finding[] }> {
  const replies: Completion[] = [];
  for (let index = 0; index < tries; index += 1) {
    const reply = await attempt('reply', () => backend.generate(commentRequest(model, index), deadline()));
    if (Array.isArray(reply)) return { findings: reply, pace: [] };
    replies.push(reply);
  }
  return { findings: [describeEnds(replies, model)], pace: describePace(replies) };
}

/** Whether an answer is held to a form. */
export async function probeLabel(backend: Backend, model: ModelConfig): Promise<Finding> {
  const check = 'labels';
  const reply = await attempt(check, () => backend.generate(labelRequest(model), deadline()));
  if (Array.isArray(reply)) return reply[0] ?? { check, verdict: 'failure', found: 'no answer', todo: 'Try again.' };
  const { rating } = parseLabel(reply.text, label);
  const answer = reply.text.trim().slice(0, 60);
  if (rating === undefined)
    return {
      check,
      verdict: 'warning',
      found: `asked for {"rating": 1 to 5}, it answered ${JSON.stringify(answer)}`,
      todo: 'Labels would be invalid in the data set: see docs/backends.md#labels for what this engine needs.',
    };
  const found = `answers are held to their form${reply.label_scores ? ', with probabilities' : ''}`;
  return { check, verdict: 'ok', found };
}

/** A fault of the model or its engine as findings. */
export async function attempt<Value>(check: string, work: () => Promise<Value>): Promise<Value | Finding[]> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const todo =
      'Try syndisco validate --model and syndisco show --prompt, and look at the log of the engine or server.';
    const isTold = error.name === 'SyndiscoError';
    return isTold ? failuresOf(check, error) : [{ check, verdict: 'failure', found: error.message, todo }];
  }
}

function deadline(): AbortSignal {
  return AbortSignal.timeout(patienceMs);
}

function describeEnds(replies: readonly Completion[], { maxTokens }: ModelConfig): Finding {
  const check = 'end of reply';
  const ended = replies.filter(({ finish_reason: why }) => why === 'stop' || why === 'stop_string').length;
  const found = `${ended} of ${replies.length} trial comments ended by themselves within max_tokens (${maxTokens})`;
  if (ended > 0) return { check, verdict: 'ok', found };
  const todo =
    'Raise max_tokens; if that does not help, the chat template is not the one that the model was trained with.';
  return { check, verdict: 'warning', found, todo };
}

function describePace(replies: readonly Completion[]): Finding[] {
  const tokens = replies.reduce((sum, reply) => sum + (reply.completion_tokens ?? 0), 0);
  const ms = replies.reduce((sum, reply) => sum + reply.duration_ms, 0);
  if (tokens === 0 || ms === 0) return [];
  const found = `${((tokens / ms) * 1000).toFixed(0)} tokens/s for a single reply; syndisco plan --calibrate measures many at once`;
  return [{ check: 'speed', verdict: 'ok', found }];
}

function commentRequest(model: ModelConfig, index: number): Request {
  return {
    ...asked(model, index),
    system: 'You are taking part in an online discussion. You are Ben. Write a single comment of a few sentences.',
    opening: '',
    history: ['User Anna posted:\nThe buses should be free for everybody.'],
    closing: 'User Ben posted:',
    speaker: 'Ben',
    maxTokens: model.maxTokens,
    stop: ['User Anna posted:', ...(model.stopStrings ?? [])],
  };
}

function labelRequest(model: ModelConfig): Request {
  return {
    ...asked(model, tries),
    system: 'You are a human annotator. Rate the toxicity of the last comment from 1 to 5, as {"rating": <number>}.',
    opening: 'Conversation so far:\n\n',
    history: [],
    closing: 'User Anna posted:\nThe buses should be free for everybody.\nOutput:',
    maxTokens: 64,
    stop: [],
    label,
  };
}

function asked({ sampling }: ModelConfig, index: number): Pick<Request, 'key' | 'order' | 'sampling'> {
  return { key: { index, try: 0 }, order: [0, index], sampling: { ...sampling, seed: index + 1 } };
}
