import type { Completion, Request } from '../backends/backend.js';
import { seatActors } from '../discussion/cast.js';
import { discuss, type Interjection, type OwnParts } from '../discussion/discuss.js';
import { draftDiscussion } from '../discussion/draft-discussion.js';
import type { JobGenerator } from '../discussion/job-generator.js';
import type { ModeratorState } from '../discussion/moderator-policies/moderator-policy.js';
import { moderatorPolicy } from '../discussion/moderator-policies/registry.js';
import { findPromptLayout } from '../discussion/prompt-layouts/registry.js';
import type { Comment } from '../discussion/transcript.js';
import { throwIfAny } from '../errors.js';
import type { Discussion } from '../generated/discussion.js';
import type { DiscussionJob } from '../plan/job.js';
import { planDiscussions } from '../plan/plan-discussions.js';
import { planLine } from '../plan/plan-line.js';
import { loadLanguages } from '../quality/languages.js';
import { ownParts } from '../run/own-parts.js';
import { stampDocument } from '../run/stamp-document.js';
import { sha256 } from '../sha256.js';
import { refuseFaults, wrongType } from './checks/check.js';
import { discussionOptions } from './checks/experiment-checks.js';
import { describeDiscussions } from './describe-discussions.js';
import type { DiscussionOptions, ModeratorPolicy, Past } from './options.js';
import { openSteps, type Steps } from './open-steps.js';

/** A discussion under way: the generator of the run's loop, driven comment by comment. */
export interface Talk {
  /** All so far. */
  readonly comments: readonly Comment[];
  readonly isEnded: boolean;
  /** Goes on until there are more than `seen` comments, or to the end. */
  advance(seen: number): Promise<void>;
  /** Of the first `seen` comments; `suffix` tells branches apart. */
  document(seen: number, suffix: string): Discussion;
}

interface Opened {
  job: DiscussionJob;
  own: OwnParts;
  steps: Steps;
  when: ModeratorPolicy | undefined;
  /** All that the generator has been told, which is all that a discussion has: telling it again repeats the discussion. */
  past: Past;
  /** What is to be said next. */
  pending: Interjection[];
}

export async function openTalk(
  given: DiscussionOptions,
  { past, pending }: Pick<Opened, 'past' | 'pending'>,
): Promise<Talk> {
  refuseFaults(given, discussionOptions, '');
  const { topic, when, signal, ...options } = given;
  const topics = topic === undefined ? [] : [topic];
  const described = await describeDiscussions({ ...options, topics, numDiscussions: 1 });
  const { config, inputs } = described.experiment;
  const [job] = planDiscussions(config, inputs);
  if (!job) throw new Error('an experiment with one discussion has none');
  await loadLanguages();
  const own = await ownParts(job);
  return talkOf({ job, own, steps: openSteps(described, job, signal), when, past, pending });
}

/** Where the generator is in the past. */
interface Replay {
  completions: number;
  interjections: number;
  moderations: number;
}

function talkOf(opened: Opened): Talk {
  const { past, steps } = opened;
  let comments: readonly Comment[] = [];
  let at: Replay = { completions: 0, interjections: 0, moderations: 0 };
  let generator: JobGenerator<object> | undefined;
  let step: IteratorResult<readonly Request[], object> | undefined;

  function begin(): JobGenerator<object> {
    at = { completions: 0, interjections: 0, moderations: 0 };
    const heard = (all: readonly Comment[]): void => void (comments = all);
    step = undefined;
    return discuss(opened.job, ownPartsOf(opened, { at, heard }));
  }

  function resume(completions: readonly Completion[]): IteratorResult<readonly Request[], object> {
    generator ??= begin();
    try {
      return (step = generator.next(completions));
    } catch (error) {
      generator = undefined; // it cannot go on; the past can be told to another one
      throw error;
    }
  }

  return {
    get comments() {
      return comments;
    },
    get isEnded() {
      return step?.done === true;
    },
    async advance(seen) {
      let now = generator && step ? step : resume([]);
      while (!now.done && comments.length <= seen) now = resume(await answer(now.value));
    },
    document: (seen, suffix) => draw(opened, comments.slice(0, seen), `${opened.job.id}${suffix}`),
  };

  async function answer(requests: readonly Request[]): Promise<readonly Completion[]> {
    if (requests.length === 0) return [];
    const completions = past.completions[at.completions] ?? (await steps.complete(requests));
    past.completions[at.completions] = completions;
    at.completions += 1;
    return completions;
  }
}

function ownPartsOf(
  { job, own, when, past, pending }: Opened,
  { at, heard }: { at: Replay; heard: (comments: readonly Comment[]) => void },
): OwnParts {
  const moderates = when ? decidedBy(when) : moderatorPolicy(job.condition.moderator?.turns);
  return {
    ...own,
    /** Pauses with a step without requests, so that the comment is seen before the discussion goes on. */
    *interject(comments) {
      heard(comments);
      if (past.interjections[at.interjections] === undefined) {
        yield [];
        past.interjections.push(pending.splice(0));
      }
      return past.interjections[at.interjections++] ?? [];
    },
    moderates: (state) => {
      const decided = (past.moderations[at.moderations] ??= moderates(state));
      at.moderations += 1;
      return decided;
    },
    seedAt: (turn) => past.seeds.findLast(({ from }) => from <= turn)?.seed ?? job.condition.seed,
  };
}

/** The program's own policy, whose answer nothing has checked. */
function decidedBy(when: (state: ModeratorState) => unknown): ModeratorPolicy {
  return (state) => {
    const decided = when(state);
    if (typeof decided === 'boolean') return decided;
    // Nobody waits for it: it must not end the process.
    if (decided instanceof Promise) decided.catch(() => undefined);
    throwIfAny([
      {
        ...wrongType(decided, 'the answer of when', 'true or false'),
        todo: 'Return true or false at once; what takes time can be awaited in the loop over the comments.',
        path: 'when',
      },
    ]);
    return false;
  };
}

/** The document of the comments so far. One that was interfered with is not what its plan says, so its hash is another. */
function draw({ job, steps, when, past }: Opened, comments: Comment[], id: string): Discussion {
  const cast = seatActors(job, findPromptLayout(job.condition.promptLayout));
  const line = planLine(job);
  const said = past.interjections.flat();
  const isOwn = when !== undefined || said.length > 0 || past.seeds.length > 0;
  const hash = isOwn ? sha256(JSON.stringify([line.hash, said, past.moderations, past.seeds])) : line.hash;
  return stampDocument({ ...draftDiscussion(job, cast, comments), id }, { ...line, id, hash }, steps);
}
