import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import type { ScriptedOptions } from '../../config/engines/scripted.js';
import type { Request } from '../backend.js';
import { writeLabel, type LabelSpecification, type LabelValue, type OpenForm } from '../label.js';
import { sentences } from './sentences.js';

/**
 * The words of a reply, each with the space before it, drawn only from the request's seed and closing line. A request
 * with a label specification gets a label; any other that ends in `Output:` is an annotator's and gets two ratings; one
 * that asks for yes or no gets that; the rest get a remark or silence.
 */
export function writeReply(request: Request, options: ScriptedOptions): string[] {
  const generator = xoroshiro128plus(request.sampling.seed ^ hashOf(request.closing));
  if (request.label) return drawLabel(generator, request.label);
  if (request.closing.trimEnd().endsWith('Output:')) return writeRatings(generator);
  if (request.closing.endsWith('Answer yes or no.')) return [uniformInt(generator, 0, 1) === 0 ? 'Yes.' : 'No.'];
  if (uniformFloat64(generator) < options.silence) return [];
  return writeRemark(generator, uniformInt(generator, options.words.min, options.words.max));
}

/** A valid label, each listed value equally likely. */
function drawLabel(generator: RandomGenerator, label: LabelSpecification): string[] {
  const text = writeLabel(label, ({ values, open }) =>
    open ? drawOpen(generator, open) : (values[uniformInt(generator, 0, values.length - 1)] ?? null),
  );
  return text.split(/(?= )/);
}

function drawOpen(generator: RandomGenerator, open: OpenForm): LabelValue {
  if (open.kind === 'number') {
    const { minimum = 0, maximum = minimum + 100 } = open;
    return Number((minimum + uniformFloat64(generator) * (maximum - minimum)).toFixed(2));
  }
  const words = open.kind === 'span' ? open.source.split(/\s+/).filter(Boolean) : drawSentence(generator);
  const start = uniformInt(generator, 0, Math.max(0, words.length - 1));
  const text = words.slice(start, start + 3).join(' ');
  return text.length <= open.maxLength ? text : text.slice(0, open.maxLength).trim();
}

function writeRatings(generator: RandomGenerator): string[] {
  const rating = (): number => uniformInt(generator, 1, 5);
  return [`Toxicity=${rating()}`, `\nArgumentQuality=${rating()}`];
}

/** Whole sentences, truncated after `count` words and ended with a full stop. */
function writeRemark(generator: RandomGenerator, count: number): string[] {
  const words: string[] = [];
  while (words.length < count) words.push(...drawSentence(generator));
  const cut = words.slice(0, count).map((word, place) => (place === 0 ? word : ` ${word}`));
  const last = cut.at(-1);
  return last === undefined
    ? []
    : [...cut.slice(0, -1), last.replace(/[^\p{L}\p{N}]*$/u, (end) => (/[.?!]$/.test(end) ? end : '.'))];
}

const sentenceWords = sentences.map((sentence) => sentence.split(' '));

function drawSentence(generator: RandomGenerator): readonly string[] {
  return sentenceWords[uniformInt(generator, 0, sentenceWords.length - 1)] ?? [];
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}
