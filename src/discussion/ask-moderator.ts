import type { Request } from '../backends/backend.js';
import type { InterventionDecision } from '../generated/discussion.js';
import type { DiscussionJob } from '../plan/job.js';
import { deriveSeed } from '../random-stream.js';
import type { Actor } from './cast.js';
import { ask, type JobGenerator } from './job-generator.js';
import type { PromptLayout } from './prompt-layouts/prompt-layout.js';
import { describeCompletion, type Comment } from './transcript.js';
import { privatePrompt } from './turn-prompt.js';

interface Offered {
  job: DiscussionJob;
  moderator: Actor;
  layout: PromptLayout;
  /** All so far; the moderator sees the last of them. */
  comments: readonly Comment[];
  /** Index in the discussion's logs, if no turn is left out of them. */
  turn: number;
}

/** A word, and what may stand before it. */
const answerTokens = 2;

/** Asks the moderator before its turn whether it wants to intervene. */
export function* askModerator(offered: Offered): JobGenerator<InterventionDecision> {
  const request = decisionRequest(offered);
  const completion = yield* ask(request);
  return { decision: readDecision(completion.text), ...describeCompletion(completion, request.sampling.seed) };
}

function decisionRequest({ job, moderator, layout, comments, turn }: Offered): Request {
  const { key: model, generation } = moderator.model;
  const { condition, replicate } = job;
  const { seed = deriveSeed([condition.seed, 'sampling', condition.name, replicate, turn, 'intervene']) } =
    generation.sampling;
  return {
    key: { index: turn, try: 0, aside: 'intervene' },
    order: [job.place, turn],
    ...(model !== undefined && { model }),
    system: moderator.system,
    ...privatePrompt({ layout, actor: moderator, comments, condition }, question(moderator.name)),
    sharesHistory: true,
    sampling: { ...generation.sampling, seed },
    maxTokens: answerTokens,
    stop: [],
  };
}

function question(name: string): string {
  return `A question to you, ${name}, before the discussion goes on: do you want to intervene now? Answer yes or no.`;
}

function readDecision(text: string): InterventionDecision['decision'] {
  const [word] = /\p{L}+/u.exec(text.toLowerCase()) ?? [];
  return word === 'yes' || word === 'no' ? word : 'unclear';
}
