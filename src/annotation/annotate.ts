import type { Completion, Request } from '../backends/backend.js';
import { describeTraits, systemText } from '../discussion/actor-prompt.js';
import type { JobGenerator } from '../discussion/job-generator.js';
import { isSilent } from '../discussion/silence.js';
import { cleanText, describeCompletion, historyBlocks } from '../discussion/transcript.js';
import type { AnnotatedComment, Annotation } from '../generated/annotation.js';
import type { AnnotationJob } from '../plan/job.js';
import { deriveSeed } from '../plan/random-stream.js';

/** What an annotator reads. */
export interface DiscussionToAnnotate {
  id: string;
  comments: readonly { name: string; text: string; role: 'participant' | 'moderator' }[];
}

/** A finished annotation before the run adds the clock, the model's identity and the job's hash. */
export type AnnotationDraft = Omit<Annotation, 'timestamp' | 'created_at' | 'model' | 'job_hash'>;

/** One annotator's reading of one discussion: every comment is its own request, so they are all asked at once. */
export function* annotate(job: AnnotationJob, discussion: DiscussionToAnnotate): JobGenerator<AnnotationDraft> {
  const system = annotatorSystem(job);
  const turns = turnsToAnnotate(job, discussion);
  const requests = turns.map((turn) => commentRequest(job, discussion, system, turn));
  const completions = requests.length > 0 ? yield requests : [];
  return draftDocument({ job, discussion, system, turns, requests, completions });
}

function annotatorSystem({ design, annotator }: AnnotationJob): string {
  return systemText(design.contextPrompt, annotator.name, describeTraits(annotator), design.instructions);
}

/** Silent turns have nothing to annotate; the moderator's comments only if the config says so. */
function turnsToAnnotate({ design }: AnnotationJob, { comments }: DiscussionToAnnotate): number[] {
  return comments.flatMap((comment, turn) => {
    const wanted = design.includeModeratorComments || comment.role !== 'moderator';
    return wanted && !isSilent(comment.text) ? [turn] : [];
  });
}

/** The comment to annotate is the last of the conversation shown, after at most `historyLength` others. */
function commentRequest(job: AnnotationJob, discussion: DiscussionToAnnotate, system: string, turn: number): Request {
  const { design } = job;
  const blocks = historyBlocks(discussion.comments.slice(0, turn + 1), design.historyLength + 1);
  const comment = blocks.pop() ?? '';
  return {
    key: { index: turn, try: 0 },
    order: [job.place, turn],
    system,
    opening: 'Conversation so far:\n\n',
    history: blocks,
    closing: `${comment}\nOutput:`,
    sampling: { ...design.generation.sampling, seed: samplingSeed(job, turn) },
    maxTokens: design.generation.maxTokens,
    stop: [],
  };
}

function samplingSeed({ design, discussionId, annotator, repeat }: AnnotationJob, turn: number): number {
  return deriveSeed([design.seed, 'annotation', discussionId, annotator.name, repeat, turn, 0]);
}

interface Reading {
  job: AnnotationJob;
  discussion: DiscussionToAnnotate;
  system: string;
  turns: readonly number[];
  requests: readonly Request[];
  completions: readonly Completion[];
}

function draftDocument({ job, discussion, system, turns, requests, completions }: Reading): AnnotationDraft {
  const { design, annotator } = job;
  const label = (text: string): string => cleanText(text, design.generation.disallowedStrings);
  return {
    id: job.id,
    conv_id: discussion.id,
    experiment: design.experiment,
    annotator: { name: annotator.name, persona: { ...annotator.traits } },
    repeat: job.repeat,
    annotator_model: design.generation.modelName,
    annotator_prompt: system,
    ctx_length: design.historyLength,
    seed: design.seed,
    logs: completions.map((completion, index) => [
      discussion.comments[turns[index] ?? -1]?.text ?? '',
      label(completion.text),
    ]),
    comments: completions.map((completion, index) => annotatedComment(requests[index], completion)),
  };
}

function annotatedComment(request: Request | undefined, completion: Completion): AnnotatedComment {
  if (!request) throw new Error('more completions than requests');
  return { turn: request.key.index, ...describeCompletion(completion, request.sampling.seed) };
}
