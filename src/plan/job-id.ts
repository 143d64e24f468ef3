import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

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
  return `${slug || 'x'}-${hashText(text).slice(0, 8)}`;
}

/** SHA-256 in hex. */
export function hashText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
