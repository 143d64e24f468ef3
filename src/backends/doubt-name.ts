/** Words that are in names of models of every kind, or name a file format. */
const untelling = new Set(
  'gguf ggml onnx awq gptq exl mlx bnb int uint imatrix xxs quant quantized quantised instruct chat base model models the hf mini tiny small medium large big preview latest default main final checkpoint local server test snapshots'.split(
    ' ',
  ),
);
/** What a cache calls its folders. */
const hashes = /(?<![\p{L}\d])[0-9a-f]{12,}(?![\p{L}\d])/gu;
/** `7b`, `0.5B`, `135M`, `8x7b`, also at the end of a word (`llama70b`), but not the active parameters of `30B-A3B`. */
const sizes = /(?<![\d.])(?<!(?<!\p{L})\p{L})(?:(\d+)x)?(\d+(?:\.\d+)?) ?([bm])(?![\p{L}\d])/gu;

interface ParsedName {
  /** Lower-case words that tell one model from another. */
  words: readonly string[];
  /** Parameters, in billions. */
  billions: readonly number[];
}

/**
 * Why a pseudonym may be that of another model: its size is none that the model's own names speak of, or they have no
 * word in common. Undefined when the two fit, or when one of them says nothing about a model, as `model-a` does.
 */
export function doubtName(pseudonym: string, ownNames: readonly string[]): string | undefined {
  const given = parseName(pseudonym);
  const own = parseName(ownNames.join(' '));
  if (isSaid(given.billions, own.billions) && !given.billions.some((size) => hasSize(own, size)))
    return 'it is a model of another size';
  if (isSaid(given.words, own.words) && !given.words.some((word) => hasWord(own, word)))
    return 'the two names have nothing in common';
  return undefined;
}

/** Whether any of the names says which model it is; `model.gguf` does not. */
export function namesModel(names: readonly string[]): boolean {
  return parseName(names.join(' ')).words.length > 0;
}

function isSaid(given: readonly unknown[], own: readonly unknown[]): boolean {
  return given.length > 0 && own.length > 0;
}

/** `7b` is what people call 7.6 billion; 30 and 32 billion are two models. */
function hasSize({ billions }: ParsedName, size: number): boolean {
  return billions.some((own) => {
    const areWhole = Number.isInteger(own) && Number.isInteger(size);
    return own === size || (!areWhole && Math.abs(own - size) / Math.max(own, size) < 0.1);
  });
}

/** `llama` is in `tinyllama`, and `openhermes` holds `hermes`. */
function hasWord({ words }: ParsedName, word: string): boolean {
  return words.some((own) => own.includes(word) || word.includes(own));
}

function parseName(name: string): ParsedName {
  const text = name.normalize('NFKC').toLowerCase().replaceAll(hashes, ' ');
  const words = text.replaceAll(sizes, ' ').match(/\p{L}+/gu) ?? [];
  return {
    words: words.filter((word) => word.length > 2 && !untelling.has(word)),
    billions: [...text.matchAll(sizes)].flatMap(readSize),
  };
}

/** A mixture is called by the size of its experts as well as by that of all of them together. */
function readSize([, experts, count, unit]: RegExpMatchArray): number[] {
  const billions = Number(count) / (unit === 'm' ? 1000 : 1);
  return experts === undefined ? [billions] : [billions, Number(experts) * billions];
}
