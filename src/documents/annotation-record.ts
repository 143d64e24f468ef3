import type { AnnotatedComment, LabelScore } from '../generated/annotation.js';
import type { AnnotationFile } from '../inputs/input-types.js';
import { annotatorIdOf, personaId } from '../persona-id.js';
import { parsePrompts, traitsOf } from './original/parse-prompt.js';
import type { AnnotationEntry, AnnotationRecord, LabelRecord, ScoreRecord, Traits } from './records.js';

/** Converts an annotation file, ours or any version of the original's, to the form that rows are made from. */
export function annotationRecord(source: AnnotationFile): AnnotationRecord {
  return { ...who(source), ...what(source) };
}

function who(
  source: AnnotationFile,
): Pick<AnnotationRecord, 'annotator' | 'annotatorId' | 'prompt' | 'traits' | 'repeat'> {
  if (source.origin === 'syndisco') {
    const { id, annotator, annotator_prompt: prompt, repeat } = source.document;
    const annotatorId = annotator.id ?? annotatorIdOf(id);
    return { annotator: annotator.name, annotatorId, prompt, traits: traitsOf(annotator.persona), repeat };
  }
  const [parsed] = parsePrompts([source.document.annotator_prompt]);
  const { name = '', prompt = '', traits = new Map() } = parsed ?? {};
  return { annotator: name, annotatorId: originalId(name, traits), prompt, traits, repeat: null };
}

/** By content, because a file does not say whether its annotator's name is unique. */
function originalId(name: string, traits: Traits): string | null {
  if (traits.size > 0) return personaId(Object.fromEntries(traits));
  return name === '' ? null : name;
}

function what(source: AnnotationFile): Omit<AnnotationRecord, keyof ReturnType<typeof who>> {
  const { document, folder } = source;
  const { metrics, comments } = asked(source);
  return {
    discussionId: document.conv_id,
    model: document.annotator_model ?? '',
    timestamp: document.timestamp ?? '',
    historyLength: document.ctx_length ?? null,
    folder,
    metrics,
    entries: document.logs.map(([text, answer], index) => {
      const { turn = null, labels, scores } = comments[index] ?? {};
      return {
        turn,
        text,
        answer,
        labels:
          metrics.size === 0
            ? noLabels
            : new Map([...metrics.keys()].map((metric) => [metric, labelRecord(labels?.[metric], scores?.[metric])])),
      };
    }),
  };
}

type Comments = readonly Pick<AnnotatedComment, 'turn' | 'labels' | 'scores'>[];

/** Fields that only our files have. */
function asked(source: AnnotationFile): { metrics: AnnotationRecord['metrics']; comments: Comments } {
  if (source.origin === 'original') return { metrics: new Map(), comments: [] };
  const { metrics = {}, label, comments } = source.document;
  const integer = label === 'expected' ? 'number' : 'integer';
  const types = Object.entries(metrics).map(
    ([name, { type }]) => [name, type === 'integer' ? integer : 'text'] as const,
  );
  return { metrics: new Map(types), comments };
}

/** Shared, because a data set has an entry per comment and annotator. */
const noLabels: AnnotationEntry['labels'] = new Map();

function labelRecord(value: LabelRecord['value'] | undefined, scored: LabelScore | undefined): LabelRecord {
  const score = scored && { score: scoreRecord(scored) };
  if (value === undefined) return { status: 'invalid', value: null, ...score };
  return { status: value === null ? 'cannot_judge' : 'ok', value, ...score };
}

function scoreRecord({ probabilities, expected, legal_mass: legalMass }: LabelScore): ScoreRecord {
  return { probabilities, expected: expected ?? null, legalMass };
}
