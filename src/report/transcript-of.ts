import type { AlignedAnnotation } from '../dataset/align-annotation.js';
import { asCell } from '../dataset/column-type.js';
import type { AnnotatedDiscussion } from '../dataset/column-layout.js';
import { mentions } from '../dataset/mentions.js';
import type { ActorRecord, AnnotationEntry, CommentRecord, DiscussionRecord, Traits } from '../documents/records.js';
import { flagsOf } from './flags-of.js';
import type { Block, PageActor, PageAnnotator, PageComment, PageLabels, Transcript } from './report-data.js';

/** Takes each distinct persona once; returns its index. */
export interface PersonaTable {
  readonly all: Block['personas'][number][];
  take(traits: Traits): number;
}

export function personaTable(): PersonaTable {
  const all: Block['personas'][number][] = [];
  const known = new Map<string, number>();
  return {
    all,
    take(traits) {
      const persona = [...traits].flatMap(([trait, value]) => {
        const text = asCell(value, 'text');
        return text === null || text === '' ? [] : [[trait, String(text)] as const];
      });
      const key = JSON.stringify(persona);
      const index = known.get(key) ?? all.push(persona) - 1;
      known.set(key, index);
      return index;
    },
  };
}

/** A discussion with its annotations in the form of the page. */
export function transcriptOf(read: AnnotatedDiscussion, personas: PersonaTable): Transcript {
  const { discussion } = read;
  const annotations = repeatsInOrder(read.annotations);
  const { actors } = discussion;
  const indexOf = new Map(actors.map(({ name }, index) => [name, index]));
  return {
    actors: actors.map((actor) => actorOf(actor, personas)),
    annotators: annotations.map((aligned) => annotatorOf(aligned, personas)),
    comments: discussion.comments.map((comment) => ({
      actor: indexOf.get(comment.actor.name) ?? 0,
      ...contentOf(comment),
      ...addressedBy(comment, discussion, indexOf),
      ...labelsOf(comment, annotations),
    })),
  };
}

/** Files are in the order of their names, in which a repeat stands before the first annotation. */
function repeatsInOrder(annotations: AnnotatedDiscussion['annotations']): AnnotatedDiscussion['annotations'] {
  const keyOf = ({ annotation }: AlignedAnnotation): string => `${annotation.annotator}\n${annotation.model}`;
  return annotations.toSorted((one, other) =>
    keyOf(one) === keyOf(other)
      ? (one.annotation.repeat ?? 1) - (other.annotation.repeat ?? 1)
      : keyOf(one) < keyOf(other)
        ? -1
        : 1,
  );
}

function actorOf({ name, role, traits }: ActorRecord, personas: PersonaTable): PageActor {
  return { name, role, ...(traits.size > 0 && { persona: personas.take(traits) }) };
}

function annotatorOf({ annotation }: AlignedAnnotation, personas: PersonaTable): PageAnnotator {
  const { annotator, annotatorId, folder, model, repeat, metrics, traits } = annotation;
  return {
    name: annotator || (annotatorId ?? folder),
    model,
    repeat,
    metrics: [...metrics.keys()],
    ...(traits.size > 0 && { persona: personas.take(traits) }),
  };
}

function contentOf(comment: CommentRecord): Omit<PageComment, 'actor' | 'labels' | 'to'> {
  const { text, rawText, missing, repairs = [], generation } = comment;
  const flags = flagsOf(comment);
  const why = [...(missing ? [missing] : []), ...repairs];
  const tries = generation?.failedTries ?? [];
  const isChanged = (missing !== undefined || repairs.length > 0) && rawText !== text;
  return {
    text,
    ...(flags.length > 0 && { flags }),
    ...(why.length > 0 && { why }),
    ...(tries.length > 0 && { tries }),
    ...(isChanged && { raw: rawText }),
  };
}

function addressedBy(
  { text }: CommentRecord,
  discussion: DiscussionRecord,
  indexOf: ReadonlyMap<string, number>,
): Pick<PageComment, 'to'> {
  const to = mentions(text, discussion).flatMap(({ name }) => indexOf.get(name) ?? []);
  return to.length > 0 ? { to } : {};
}

function labelsOf({ turn }: CommentRecord, annotations: readonly AlignedAnnotation[]): Pick<PageComment, 'labels'> {
  const labels = annotations.flatMap(({ annotation, answers }, annotator): PageLabels[] => {
    const entry = answers.get(turn);
    return entry ? [{ annotator, ...valuesOf(entry, [...annotation.metrics.keys()]) }] : [];
  });
  return labels.length > 0 ? { labels } : {};
}

function valuesOf({ labels, answer }: AnnotationEntry, metrics: readonly string[]): Omit<PageLabels, 'annotator'> {
  if (metrics.length === 0) return { values: [], answer };
  return {
    values: metrics.map((metric) => {
      const { value = null, status = 'invalid' } = labels.get(metric) ?? {};
      return (typeof value === 'boolean' ? String(value) : value) ?? { status };
    }),
  };
}
