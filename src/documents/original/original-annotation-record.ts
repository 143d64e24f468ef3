import type { OriginalAnswer, OriginalAnswerPair } from '../../generated/original-annotation.js';
import type { AnnotationFile } from '../../inputs/input-types.js';
import { personaId } from '../../persona-id.js';
import { plainForm } from '../../plain-form.js';
import { sha256 } from '../../sha256.js';
import { defaultSet } from '../../default-set.js';
import type { AnnotationEntry, AnnotationRecord, Traits } from '../records.js';
import { shownComments } from './original-kind.js';
import { parsePrompts } from './parse-prompt.js';

type OriginalFile = Extract<AnnotationFile, { origin: 'original' }>;

/**
 * Converts an annotation file of the original: with `conv_id` and [comment, annotation] pairs, or, from 2.1 on, with an
 * object per comment that has the annotator's prompt or the comments that it was shown.
 */
export function originalAnnotationRecord({ document, folder }: OriginalFile): AnnotationRecord {
  const answers = document.logs.filter(isAnswer);
  const showsComments = new Set(answers.map(({ prompt }) => shownComments(prompt))).size > 1 || answers.length === 1;
  return {
    discussionId: document.conv_id ?? null,
    ...annotatorOf(document, answers, showsComments),
    timestamp: document.timestamp ?? '',
    historyLength: document.ctx_length ?? null,
    folder,
    repeat: null,
    form: plainForm,
    set: defaultSet,
    sample: null,
    inclusionProbability: null,
    metrics: new Map(),
    entries: document.logs.map((entry) => (isAnswer(entry) ? answered(entry, showsComments) : paired(entry))),
  };
}

function annotatorOf(
  { annotator_model: model, annotator_prompt: given }: OriginalFile['document'],
  answers: readonly OriginalAnswer[],
  showsComments: boolean,
): Pick<AnnotationRecord, 'annotator' | 'annotatorId' | 'model' | 'prompt' | 'traits'> {
  const [first] = answers;
  const [parsed] = parsePrompts([given ?? ownPrompt(answers, showsComments)]);
  const { name: promptName = '', prompt = '', traits = new Map() } = parsed ?? {};
  const name = first?.name ?? promptName;
  return {
    ...{ annotator: name, annotatorId: originalId(name, traits, prompt) },
    ...{ model: model ?? first?.model ?? '', prompt, traits },
  };
}

/** By content, because a file does not say whether its annotator's name is unique. */
function originalId(name: string, traits: Traits, prompt: string): string | null {
  if (traits.size > 0) return personaId(Object.fromEntries(traits));
  if (name !== '') return name;
  return prompt === '' ? null : sha256(prompt).slice(0, 8);
}

function isAnswer(entry: OriginalAnswer | OriginalAnswerPair): entry is OriginalAnswer {
  return !Array.isArray(entry);
}

/** The prompt that all entries have in common is the annotator's. */
function ownPrompt([first]: readonly OriginalAnswer[], showsComments: boolean): OriginalAnswer['prompt'] {
  const prompt = first?.prompt;
  return showsComments && shownComments(prompt) !== undefined ? undefined : prompt;
}

const noLabels: AnnotationEntry['labels'] = new Map();

function paired([text, answer]: OriginalAnswerPair): AnnotationEntry {
  return { turn: null, text, answer, labels: noLabels };
}

function answered({ text: answer, prompt }: OriginalAnswer, showsComments: boolean): AnnotationEntry {
  const shown = showsComments ? shownComments(prompt) : undefined;
  return { turn: null, text: null, answer, labels: noLabels, ...(shown !== undefined && { shown }) };
}
