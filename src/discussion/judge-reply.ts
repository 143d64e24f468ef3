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

type ReadReply = Pick<Comment, 'text' | 'missing' | 'repairs'>;

export interface JudgedReply extends ReadReply {
  flags: string[];
  /** Those because of which the turn is tried again, while the budget lasts. */
  resampled: DetectorName[];
}

/** Reads a reply as a comment, and says what the detectors find in it and what comes of that. */
export function judgeReply(completion: Completion, asked: Asked): JudgedReply {
  const { known, disallowedStrings, quality, detectOwn } = asked;
  const seen = { ...known, finishReason: completion.finish_reason };
  const raw = replyIn(completion);
  const flags = raw === undefined ? [] : inspectReply(raw, seen);
  const own = raw === undefined ? [] : (detectOwn?.(raw, seen) ?? []);
  const having = (action: 'strip' | 'resample') => flags.filter((name) => quality?.policy.get(name) === action);
  return {
    ...readStripped(completion, { stripped: having('strip'), seen, disallowedStrings }),
    flags: [...flags, ...own],
    resampled: having('resample'),
  };
}

/** What the model said; undefined if it gave no reply, in which there is nothing to find. */
function replyIn({ text, raw_text = text, finish_reason: reason }: Completion): string | undefined {
  return reason === 'stop' || reason === 'stop_string' || reason === 'length' ? raw_text : undefined;
}

interface Stripping {
  /** The detectors whose fault is taken out. */
  stripped: readonly DetectorName[];
  seen: Known;
  disallowedStrings: readonly string[];
}

function readStripped(completion: Completion, { stripped, seen, disallowedStrings }: Stripping): ReadReply {
  const left = stripped.reduce((text, name) => detectors[name].strip?.(text, seen) ?? text, completion.text);
  const read = readReply({ ...completion, text: left }, disallowedStrings, seen);
  const repairs = [...(read.repairs ?? []), ...stripped.filter(isRepair)];
  return {
    ...read,
    ...(isUsedUp(completion.text, left, read) && { missing: 'no_text' as const }),
    ...(repairs.length > 0 && { repairs }),
  };
}

/** Silence is chosen; a reply of which nothing is left is not. */
function isUsedUp(said: string, left: string, { text, missing }: ReadReply): boolean {
  return left.trim() === '' && said.trim() !== '' && text === '' && !missing;
}

type Repair = NonNullable<Comment['repairs']>[number];

function isRepair(name: DetectorName): name is DetectorName & Repair {
  return detectors[name].strip !== undefined;
}
