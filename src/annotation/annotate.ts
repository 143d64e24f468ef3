import type { Completion, Request } from '../backends/backend.js';
import { longestLabel, type LabelSpecification } from '../backends/label.js';
import { inOrder } from '../discussion/actor-prompt.js';
import type { JobGenerator } from '../discussion/job-generator.js';
import { findPromptLayout } from '../discussion/prompt-layouts/registry.js';
import { cleanText, describeCompletion } from '../discussion/transcript.js';
import type { Annotation } from '../generated/annotation.js';
import { annotatorKey } from '../plan/identify-annotators.js';
import type { AnnotationJob } from '../plan/job.js';
import { deriveSeed } from '../plan/setup/random-stream.js';
import { commentPrompt } from './comment-prompt.js';
import { answerFormat, labelSpecification, publishedMetrics } from './metrics.js';
import { readLabels } from './read-labels.js';

/** What an annotator reads. A comment without a text is a silent turn. */
export interface DiscussionToAnnotate {
  id: string;
  comments: readonly { name: string; text: string; role: 'participant' | 'moderator' }[];
}

/** A finished annotation before the run adds the timestamps, the model identity and the job hash. */
export type AnnotationDraft = Omit<Annotation, 'timestamp' | 'created_at' | 'model' | 'job_hash'>;

/** Annotates one discussion with one annotator. Comments are independent requests, so all are yielded at once. */
export function* annotate(job: AnnotationJob, discussion: DiscussionToAnnotate): JobGenerator<AnnotationDraft> {
  const reading = openReading(job, discussion);
  const turns = turnsToAnnotate(job, discussion);
  const requests = turns.map((turn) => commentRequest(reading, turn));
  const completions = requests.length > 0 ? yield requests : [];
  return draftDocument(reading, turns, completions);
}

/** What all requests of a job share. */
interface Reading {
  job: AnnotationJob;
  discussion: DiscussionToAnnotate;
  system: string;
  label: LabelSpecification | undefined;
}

function openReading(job: AnnotationJob, discussion: DiscussionToAnnotate): Reading {
  const { metrics } = job.design;
  return { job, discussion, system: annotatorSystem(job), label: metrics && labelSpecification(metrics) };
}

function annotatorSystem({ design, annotator }: AnnotationJob): string {
  const { contextPrompt: context, instructions, metrics, promptLayout, traitOrder } = design;
  return findPromptLayout(promptLayout).system({
    ...{ name: annotator.name, traits: inOrder(annotator.traits, traitOrder), role: 'annotator', context },
    instructions: metrics ? `${instructions.trimEnd()}\n${answerFormat(metrics)}` : instructions,
  });
}

/** Silent turns have nothing to annotate; the moderator's comments are left out if the config says so. */
function turnsToAnnotate({ design }: AnnotationJob, { comments }: DiscussionToAnnotate): number[] {
  return comments.flatMap((comment, turn) => {
    const wanted = design.annotateModerator || comment.role !== 'moderator';
    return wanted && comment.text !== '' ? [turn] : [];
  });
}

function commentRequest({ job, discussion, system, label }: Reading, turn: number): Request {
  const { design } = job;
  const { key: model, generation } = design.model;
  const { maxTokens, sampling, stopStrings = [] } = generation;
  return {
    key: { index: turn, try: 0 },
    order: [job.place, turn],
    ...(model !== undefined && { model }),
    system,
    ...commentPrompt(design, discussion.comments, turn),
    // Without a draw, the label is the most likely one, or is worked out from the scores.
    sampling: {
      ...sampling,
      ...(design.label && design.label !== 'draw' && { temperature: 0 }),
      seed: samplingSeed(job, turn),
    },
    maxTokens: label ? Math.max(maxTokens, longestLabel(label)) : maxTokens,
    stop: label ? [] : stopStrings,
    ...(label && { label }),
  };
}

export function samplingSeed(job: AnnotationJob, turn: number): number {
  const { design, discussionId, repeat } = job;
  const { seed } = design.model.generation.sampling;
  if (seed !== undefined) return seed;
  return deriveSeed([design.seed, 'annotation', discussionId, annotatorKey(job), repeat, turn, 0]);
}

function draftDocument(
  { job, discussion, system, label }: Reading,
  turns: readonly number[],
  completions: readonly Completion[],
): AnnotationDraft {
  const { design, annotator } = job;
  const answers = turns.flatMap((turn, index) => {
    const completion = completions[index];
    return completion ? [{ turn, completion }] : [];
  });
  const textOf = (turn: number): string => discussion.comments[turn]?.text ?? '';
  const clean = (text: string): string => cleanText(text, design.model.generation.disallowedStrings);
  return {
    id: job.id,
    conv_id: discussion.id,
    experiment: design.experiment,
    annotator: { name: annotator.name, id: job.annotatorId, persona: { ...annotator.traits } },
    repeat: job.repeat,
    ...(design.set !== undefined && { annotation_set: design.set }),
    ...(design.sample && {
      inclusion_probability: design.sample.probability,
      sample: { by: 'condition', paired: design.sample.isPaired },
    }),
    annotator_model: design.model.generation.modelName,
    annotator_prompt: system,
    ctx_length: design.historyLength,
    seed: design.seed,
    ...(design.metrics && { metrics: publishedMetrics(design.metrics), label: design.label ?? 'draw' }),
    logs: answers.map(({ turn, completion }) => [textOf(turn), clean(completion.text)]),
    comments: answers.map(({ turn, completion }) => ({
      turn,
      ...describeCompletion(completion, samplingSeed(job, turn)),
      ...(label && readLabels(completion, label, design.label)),
    })),
  };
}
