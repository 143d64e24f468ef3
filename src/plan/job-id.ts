import { sha256 } from '../sha256.js';

const longest = 80;

/** `moderation-pilot-0007`: stable under growth, free of clocks and positions. */
export function discussionJobId(condition: string, replicate: number): string {
  return `${fileStem(condition)}-${String(replicate).padStart(4, '0')}`;
}

/** `moderation-pilot-0007--omar`; a repeat after the first adds its number. */
export function annotationJobId(discussionId: string, annotator: string, repeat: number): string {
  const suffix = repeat === 1 ? '' : `-${repeat}`;
  return `${fileStem(discussionId)}--${fileStem(annotator)}${suffix}`;
}

/** A name that is safe as a file's stem: the text itself where it already is, else a slug and the start of its hash. */
function fileStem(text: string): string {
  if (text.length <= longest && /^[a-z0-9]+([._-][a-z0-9]+)*$/.test(text)) return text;
  const slug = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, longest - 9);
  return `${slug || 'x'}-${sha256(text).slice(0, 8)}`;
}
