import type { AnnotationFile } from '../inputs/input-types.js';
import { parsePrompts, traitsOf } from './original/parse-prompt.js';
import type { AnnotationEntry, AnnotationRecord, LabelRecord } from './records.js';

/** Converts an annotation file, ours or any version of the original's, to the form that rows are made from. */
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
      const { turn = null, labels } = comments[index] ?? {};
      return {
        turn,
        text,
        answer,
        labels:
          metrics.size === 0
            ? noLabels
            : new Map([...metrics.keys()].map((metric) => [metric, labelRecord(labels?.[metric])])),
      };
    }),
  };
}

type Comments = readonly { turn: number; labels?: Readonly<Record<string, LabelRecord['value']>> }[];

/** Fields that only our files have. */
function asked(source: AnnotationFile): { metrics: AnnotationRecord['metrics']; comments: Comments } {
  if (source.origin === 'original') return { metrics: new Map(), comments: [] };
  const { metrics = {}, comments } = source.document;
  const types = Object.entries(metrics).map(([name, metric]) => [name, columnTypes[metric.type]] as const);
  return { metrics: new Map(types), comments };
}

const columnTypes = { integer: 'integer', category: 'text' } as const;

/** Shared, because a data set has an entry per comment and annotator. */
const noLabels: AnnotationEntry['labels'] = new Map();

function labelRecord(value: LabelRecord['value'] | undefined): LabelRecord {
  if (value === undefined) return { status: 'invalid', value: null };
  return { status: value === null ? 'cannot_judge' : 'ok', value };
}
