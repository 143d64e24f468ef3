import type { AnnotationRecord, Traits } from '../../documents/records.js';
import { sha256 } from '../../sha256.js';
import type { Column } from '../column-layout.js';
import { asCell } from '../column-type.js';
import { columnsOf } from '../columns-of.js';
import type { FoundColumns } from '../found-columns.js';
import type { NameClaims } from '../name-claims.js';
import { promptId } from './prompt-columns.js';

const notAnnotated = 'a comment without an annotation';

export const annotatorColumns: readonly Column<AnnotationRecord>[] = [
  {
    name: 'annotator',
    type: 'text',
    meaning: "The annotator's name as written; may be empty or not unique.",
    empty: 'no name, or no annotation',
    cell: ({ annotator }) => annotator,
  },
  {
    name: 'annotator_id',
    type: 'text',
    meaning:
      "What tells annotators apart, as in the job's id; for files of the original that give no persona and no name, a hash of the prompt, or the name of their folder.",
    empty: notAnnotated,
    isCategory: true,
    cell: annotatorIdOf,
  },
  {
    name: 'annotator_model',
    type: 'text',
    meaning: "The annotator's model.",
    empty: notAnnotated,
    isCategory: true,
    cell: ({ model }) => model,
  },
];

export const annotatorPrompt: Column<AnnotationRecord> = {
  name: 'annotator_prompt',
  type: 'text',
  meaning: "The annotator's system text.",
  empty: notAnnotated,
  cell: ({ prompt }) => prompt,
};

export const annotatorPromptId: Column<AnnotationRecord> = {
  name: 'annotator_prompt_id',
  type: 'text',
  meaning: "The annotator's system text, in the table `prompts`.",
  empty: 'the file does not contain it',
  cell: ({ prompt }) => promptId(prompt),
};

export const repeat: Column<AnnotationRecord> = {
  name: 'repeat',
  type: 'integer',
  meaning: 'The how-many-th annotation of the discussion by this annotator, from 1.',
  empty: 'a file of the original, or no annotation',
  cell: (annotation) => annotation.repeat,
};

export const form: Column<AnnotationRecord> = {
  name: 'form',
  type: 'text',
  meaning:
    'The form of the questions: `plain`, or a name in `annotation.forms` (a reversed scale, other words, a random order of comments). Labels are on the original scale in all of them.',
  empty: notAnnotated,
  isCategory: true,
  cell: (annotation) => annotation.form,
};

/** A coder is a model in a persona. */
export const coderId: Column<AnnotationRecord> = {
  name: 'coder_id',
  type: 'text',
  meaning: 'The coder, that is the annotator with its model and persona, in the table `annotators`: a hash of them.',
  cell: coderOf,
};

export function coderOf(annotation: AnnotationRecord): string {
  const { annotator, model, traits } = annotation;
  return sha256(JSON.stringify([annotator, annotatorIdOf(annotation), model, [...traits]])).slice(0, 16);
}

function annotatorIdOf({ annotatorId, folder }: AnnotationRecord): string | null {
  return annotatorId ?? (folder || null);
}

export function annotatorTraits({ annotators }: FoundColumns, claim: NameClaims): Column<{ traits: Traits }>[] {
  return columnsOf(annotators, (trait, type) => ({
    name: claim.take(`annotator_${trait}`),
    type,
    meaning: `Trait \`${trait}\` of the annotator's persona.`,
    empty: 'the persona does not have it',
    isCategory: true,
    cell: ({ traits }) => asCell(traits.get(trait), type),
  }));
}
