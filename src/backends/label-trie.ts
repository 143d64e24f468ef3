import { throwIfAny } from '../errors.js';
import { RefusedRequest } from './backend.js';
import { writeLabel, type LabelMetric, type LabelSpecification, type LabelValue } from './label.js';

/** A node of a trie: after `path`, which follows the prompt, each of `next` leads on to a legal label. */
interface Visit<Token extends number = number> {
  path: readonly Token[];
  next: readonly Token[];
}

/** One way to write a value, as the branches that lead to it. */
interface Spelling {
  /** Index of the value. */
  value: number;
  branches: readonly { visit: number; branch: number }[];
}

/** What has to be read from a model to score the values of all metrics. */
export interface LabelTrie<Token extends number = number> {
  /** Depth first within each metric: a path shares as much as possible with the one before. */
  readonly visits: readonly Visit<Token>[];
  /** By metric. */
  readonly spellings: readonly (readonly Spelling[])[];
}

/** How likely each value of a metric is. */
export interface MetricScore {
  /** In the order of the specification; their sum is 1. */
  probabilities: readonly number[];
  /** The probability that the model writes any of the values after the text that it is given. */
  legalMass: number;
}

/** More values are not scored: each costs at least a token, and on so long a scale a grammar is cheaper. */
const mostValues = 200;

export function canScore(label: LabelSpecification): boolean {
  return label.every(({ values, open }) => !open && values.filter((value) => value !== null).length <= mostValues);
}

type Tokenize<Token> = (text: string) => readonly Token[];

interface Tokenizer<Token> {
  encode: Tokenize<Token>;
  decode: (tokens: readonly Token[]) => string;
}

/**
 * Tries by label: all comments are asked for the same one. Throws SYNDISCO_LABEL_UNSPELLABLE for a value that the tokens
 * do not spell.
 */
export function openTries<Token extends number>(
  tokenizer: Tokenizer<Token>,
): (label: LabelSpecification) => LabelTrie<Token> {
  const tries = new Map<string, LabelTrie<Token>>();
  return (label) => {
    const key = JSON.stringify(label);
    const known = tries.get(key);
    if (known) return known;
    refuseUnspellable(label, tokenizer);
    const trie = buildTrie(label, tokenizer.encode);
    tries.set(key, trie);
    return trie;
  };
}

/**
 * A tokenizer drops or replaces characters that none of its tokens has: the model could never give that answer. White
 * space is not compared, since decoders drop it before punctuation.
 */
function refuseUnspellable<Token>(label: LabelSpecification, { encode, decode }: Tokenizer<Token>): void {
  throwIfAny(
    label.flatMap((metric) =>
      metric.values
        .map((value) => ({ value, text: writeLabel([metric], () => value) }))
        .filter(({ text }) => withoutSpace(decode(encode(text))) !== withoutSpace(text))
        .map(({ value }) => ({
          code: 'SYNDISCO_LABEL_UNSPELLABLE' as const,
          what: `The model's tokenizer cannot spell ${JSON.stringify(value)}, a value of ${metric.name}.`,
          todo: 'Use other characters for this value, or another model.',
          path: `annotation.metrics.${metric.name}`,
        })),
    ),
  );
}

function withoutSpace(text: string): string {
  return text.replaceAll(/\s/g, '');
}

/**
 * Every metric is an object of its own, so that no label depends on another's draw. A value ends with `}`, or with `,`
 * if there are more metrics: without its end, 1 could not be told from 10.
 */
function buildTrie<Token extends number>(label: LabelSpecification, tokenize: Tokenize<Token>): LabelTrie<Token> {
  const visits: Visit<Token>[] = [];
  const ends = endsOf(label);
  const spellings = label.map((metric) => {
    const spell = (value: LabelValue, end: string): readonly Token[] => tokenize(spelled(metric, value, end));
    return addMetric(visits, metric, ends, spell);
  });
  return { visits, spellings };
}

/** All texts that a trie tokenizes: a tokenizer that is far away is asked for them in advance. */
export function textsOf(label: LabelSpecification): string[] {
  const ends = endsOf(label);
  const texts = label.flatMap((metric) =>
    [null, ...metric.values].flatMap((value) => ends.map((end) => spelled(metric, value, end))),
  );
  return [...new Set(texts)];
}

function endsOf(label: LabelSpecification): string[] {
  return label.length > 1 ? ['}', ','] : ['}'];
}

function spelled(metric: LabelMetric, value: LabelValue, end: string): string {
  return writeLabel([metric], () => value).slice(0, -1) + end;
}

interface Written<Token> {
  value: number;
  tokens: readonly Token[];
}

/** Adds a metric's visits, and returns its spellings. */
function addMetric<Token extends number>(
  visits: Visit<Token>[],
  { values }: LabelMetric,
  ends: readonly string[],
  spell: (value: LabelValue, end: string) => readonly Token[],
): Spelling[] {
  const written = values.flatMap((value, index) => ends.map((end) => ({ value: index, tokens: spell(value, end) })));
  // The model is given what comes before any value. `null` is compared too, since values of one kind may begin alike.
  const given = sharedByAll([spell(null, '}'), ...written.map(({ tokens }) => tokens)]);
  const nodes = new Map<string, { visit: number; next: Token[] }>();
  return written.sort(inOrder).map(({ value, tokens }) => ({
    value,
    branches: tokens.slice(given).map((token, at) => {
      const path = tokens.slice(0, given + at);
      const known = nodes.get(path.join());
      const node = known ?? { visit: visits.length, next: [] };
      if (!known) {
        nodes.set(path.join(), node);
        visits.push({ path, next: node.next });
      }
      if (!node.next.includes(token)) node.next.push(token);
      return { visit: node.visit, branch: node.next.indexOf(token) };
    }),
  }));
}

function sharedByAll([first = [], ...others]: readonly (readonly number[])[]): number {
  return others.reduce((shared, tokens) => Math.min(shared, sharedLength(first, tokens)), first.length);
}

/** Number of tokens that both begin with. */
export function sharedLength(a: readonly number[], b: readonly number[]): number {
  const differs = a.findIndex((token, at) => token !== b[at]);
  return differs < 0 ? a.length : differs;
}

/** By tokens, so that spellings with a common start are neighbours. */
function inOrder({ tokens: one }: Written<number>, { tokens: other }: Written<number>): number {
  const at = sharedLength(one, other);
  return (one[at] ?? -1) - (other[at] ?? -1);
}

/**
 * The score of every metric, from the natural logarithms of the probabilities of `next` at each visit. Throws
 * `RefusedRequest` if the model gives no value any probability.
 */
export function scoreLabels(trie: LabelTrie, logChances: readonly (readonly number[])[]): MetricScore[] {
  return trie.spellings.map((spellings) => {
    const logMasses: number[] = [];
    for (const { value, branches } of spellings) {
      const logMass = branches.reduce((sum, { visit, branch }) => sum + (logChances[visit]?.[branch] ?? -Infinity), 0);
      logMasses[value] = logOfSum(logMasses[value] ?? -Infinity, logMass);
    }
    const total = logMasses.reduce(logOfSum, -Infinity);
    if (!Number.isFinite(total)) throw new RefusedRequest('the model gives none of the labels any probability');
    return { probabilities: logMasses.map((mass) => Math.exp(mass - total)), legalMass: Math.exp(total) };
  });
}

function logOfSum(one: number, other: number): number {
  const most = Math.max(one, other);
  return most === -Infinity ? most : most + Math.log(Math.exp(one - most) + Math.exp(other - most));
}
