import type { Completion, Request } from '../backends/backend.js';
import { longestLabel } from '../backends/label.js';
import { inOrder } from '../discussion/actor-prompt.js';
import type { JobGenerator } from '../discussion/job-generator.js';
import { findPromptLayout } from '../discussion/prompt-layouts/registry.js';
import { cleanText, describeCompletion } from '../discussion/transcript.js';
import type { Annotation } from '../generated/annotation.js';
import { askMetrics, publishedMetrics, type Questions } from '../metrics/ask-metrics.js';
import { readLabels, type Asked } from '../metrics/read-labels.js';
import { annotatorKey } from '../plan/identify-annotators.js';
import type { AnnotationForm, AnnotationJob } from '../plan/job.js';
import { deriveSeed } from '../random-stream.js';
import { commentPrompt, orderKeyOf } from './comment-prompt.js';
import { maskNames } from './mask-names.js';

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
  /** Its comments as the annotator sees them. */
  shown: DiscussionToAnnotate['comments'];
  system: string;
  /** Absent where annotators answer in free text. */
  questions: Questions | undefined;
}

function openReading(job: AnnotationJob, discussion: DiscussionToAnnotate): Reading {
  const { metrics, form, maskNames: whose } = job.design;
  const questions = metrics && askMetrics(metrics, form);
  const shown = whose ? maskNames(discussion.comments, whose) : discussion.comments;
  return { job, discussion, shown, system: annotatorSystem(job, questions), questions };
}

function annotatorSystem({ design, annotator }: AnnotationJob, questions: Questions | undefined): string {
  const { contextPrompt: context, instructions, promptLayout, traitOrder } = design;
  return findPromptLayout(promptLayout).system({
    ...{ name: annotator.name, traits: inOrder(annotator.traits, traitOrder), role: 'annotator', context },
    instructions: questions ? `${instructions.trimEnd()}\n${questions.format}` : instructions,
  });
}

/** Silent turns have nothing to annotate; the moderator's comments are left out if the config says so. */
function turnsToAnnotate({ design }: AnnotationJob, { comments }: DiscussionToAnnotate): number[] {
  return comments.flatMap((comment, turn) => {
    const wanted = design.annotateModerator || comment.role !== 'moderator';
    return wanted && comment.text !== '' ? [turn] : [];
  });
}

function commentRequest(reading: Reading, turn: number): Request {
  const { job, shown, system } = reading;
  const { design, discussionId } = job;
  const orderKey = orderKeyOf(design.form, { seed: design.seed, discussionId, turn });
  const label = askedAbout(reading, turn)?.map(({ answers }) => answers);
  const { key: model, generation } = design.model;
  const { maxTokens, sampling, stopStrings = [] } = generation;
  return {
    key: { index: turn, try: 0 },
    order: [job.place, turn],
    ...(model !== undefined && { model }),
    system,
    ...commentPrompt(design, shown, { turn, orderKey }),
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

function askedAbout({ questions, shown }: Reading, turn: number): readonly Asked[] | undefined {
  return questions?.about(shown[turn]?.text ?? '');
}

export function samplingSeed(job: AnnotationJob, turn: number): number {
  const { design, discussionId, repeat } = job;
  const { seed } = design.model.generation.sampling;
  if (seed !== undefined) return seed;
  return deriveSeed([design.seed, 'annotation', discussionId, annotatorKey(job), repeat, turn, 0]);
}

function draftDocument(
  reading: Reading,
  turns: readonly number[],
  completions: readonly Completion[],
): AnnotationDraft {
  const { job, discussion, system } = reading;
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
    ...(design.form && { form: publishedForm(design.form) }),
    ...(design.metrics && { metrics: publishedMetrics(design.metrics), label: design.label ?? 'draw' }),
    logs: answers.map(({ turn, completion }) => [textOf(turn), clean(completion.text)]),
    comments: answers.map(({ turn, completion }) => {
      const asked = askedAbout(reading, turn);
      return {
        turn,
        ...describeCompletion(completion, samplingSeed(job, turn)),
        ...(asked && readLabels(completion, asked, design.label)),
      };
    }),
  };
}

function publishedForm({ questions, ...form }: AnnotationForm): NonNullable<Annotation['form']> {
  return { ...form, ...(questions && { questions: { ...questions } }) };
}
