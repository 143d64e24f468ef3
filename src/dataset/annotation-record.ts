import type { AnnotationFile } from '../inputs/input-types.js';
import { parsePrompts, traitsOf } from './parse-prompt.js';
import type { AnnotationRecord } from './records.js';

/** An annotation file, of ours or of any version of the original, in the one form that rows are made from. */
export function annotationRecord(source: AnnotationFile): AnnotationRecord {
  return { ...who(source), ...what(source) };
}

function who(source: AnnotationFile): Pick<AnnotationRecord, 'annotator' | 'prompt' | 'traits' | 'repeat'> {
  if (source.origin === 'syndisco') {
    const { annotator, annotator_prompt: prompt, repeat } = source.document;
    return { annotator: annotator.name, prompt, traits: traitsOf(annotator.persona), repeat };
  }
  const [parsed] = parsePrompts([source.document.annotator_prompt]);
  const { name = '', prompt = '', traits = new Map() } = parsed ?? {};
  return { annotator: name, prompt, traits, repeat: null };
}

function what({ origin, document, folder }: AnnotationFile): Omit<AnnotationRecord, keyof ReturnType<typeof who>> {
  const turns = origin === 'syndisco' ? document.comments.map((comment) => comment.turn) : [];
  return {
    discussionId: document.conv_id,
    model: document.annotator_model ?? '',
    timestamp: document.timestamp ?? '',
    historyLength: document.ctx_length ?? null,
    folder,
    entries: document.logs.map(([text, label], index) => ({ turn: turns[index] ?? null, text, label })),
  };
}
