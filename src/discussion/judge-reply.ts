import type { Completion } from '../backends/backend.js';
import type { QualityRule } from '../plan/job.js';
import { inspectReply } from '../quality/inspect-reply.js';
import type { DetectorName, Known } from '../quality/detector.js';
import { detectors } from '../quality/registry.js';
import { readReply, type Comment } from './transcript.js';

/** A reply that a user's detectors look at. */
export interface DetectedReply {
  raw: string;
  known: Known;
  /** Which one it is, in words. */
  where: string;
}

/** The names of the user's detectors that find something in a reply. */
export type DetectOwn = (reply: DetectedReply) => readonly string[];

interface Asked {
  /** Who was asked, and what was said before. */
  known: Omit<Known, 'finishReason'>;
  disallowedStrings: readonly string[];
  quality: QualityRule | undefined;
  /** Of the user's detectors. */
  detectOwn: ((raw: string, known: Known) => readonly string[]) | undefined;
}

export interface JudgedReply extends Pick<Comment, 'text' | 'missing' | 'repairs'> {
  flags: string[];
  /** Those because of which the turn is tried again, while the budget lasts. */
  resampled: DetectorName[];
}

/** Reads a reply as a comment, and says what the detectors find in it and what comes of that. */
export function judgeReply(
  completion: Completion,
  { known, disallowedStrings, quality, detectOwn }: Asked,
): JudgedReply {
  const { raw_text: raw = completion.text, finish_reason: finishReason } = completion;
  const isReply = finishReason === 'stop' || finishReason === 'stop_string' || finishReason === 'length';
  const seen = { ...known, finishReason };
  const flags = isReply ? inspectReply(raw, seen) : [];
  const own = isReply ? (detectOwn?.(raw, seen) ?? []) : [];
  const having = (action: 'strip' | 'resample') => flags.filter((name) => quality?.policy.get(name) === action);
  const stripped = having('strip');
  const left = stripped.reduce((text, name) => detectors[name].strip?.(text, seen) ?? text, completion.text);
  const read = readReply({ ...completion, text: left }, disallowedStrings, known);
  const repairs = [...(read.repairs ?? []), ...stripped.filter(isRepair)];
  // Silence is chosen; a reply of which nothing is left is not.
  const isUsedUp = left.trim() === '' && completion.text.trim() !== '' && read.text === '' && !read.missing;
  return {
    ...read,
    ...(isUsedUp && { missing: 'no_text' as const }),
    ...(repairs.length > 0 && { repairs }),
    flags: [...flags, ...own],
    resampled: having('resample'),
  };
}

type Repair = NonNullable<Comment['repairs']>[number];

function isRepair(name: DetectorName): name is DetectorName & Repair {
  return detectors[name].strip !== undefined;
}
