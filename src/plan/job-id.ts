import { sha256 } from '../sha256.js';

const longest = 80;

/** `moderation-pilot-0007`: stays the same when the design grows, and contains no time and no position. */
export function discussionJobId(condition: string, replicate: number): string {
  return `${fileStem(condition)}-${String(replicate).padStart(4, '0')}`;
}

interface AnnotationName {
  discussionId: string;
  annotatorId: string;
  /** One of `models`, even if it is the only one, so that others can join it. */
  model: string | undefined;
  /** A named annotation set. */
  set: string | undefined;
  /** A form beside the plain one. */
  form: string | undefined;
  repeat: number;
}

/**
 * `moderation-pilot-0007--omar`; a model that the config names for annotators adds its name, `--small`, a named set
 * `--as-strict`, a form beside the plain one `--in-reversed`, and a repeat after the first its number, `--r2`.
 */
export function annotationJobId({ discussionId, annotatorId, model, set, form, repeat }: AnnotationName): string {
  const suffix = [
    ...(model === undefined ? [] : [fileStem(model)]),
    ...(set === undefined ? [] : [`as-${set}`]),
    ...(form === undefined ? [] : [`in-${form}`]),
    ...(repeat === 1 ? [] : [`r${repeat}`]),
  ];
  return [fileStem(discussionId), annotatorId, ...suffix].join('--');
}

/** A safe file name: the text itself if it already is one, otherwise a slug and the first digits of the text's hash. */
export function fileStem(text: string): string {
  if (text.length <= longest && /^[a-z0-9]+([._-][a-z0-9]+)*$/.test(text)) return text;
  const slug = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, longest - 9);
  return `${slug || 'x'}-${sha256(text).slice(0, 8)}`;
}
