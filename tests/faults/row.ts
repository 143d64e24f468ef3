import { inScratch } from './scratch.js';

/** One row of the fault table: what is done to the program, how often, and what did not hold. */
export interface Row {
  name: string;
  /** Programs and rights without which the row, or a part of it, is skipped; a part may also say so in its outcome. */
  needs?: readonly Need[];
  /** Too long for every change. */
  isFullOnly?: boolean;
  /** The share of the quick tier that `npm test` tries with every change; all of it if not given. */
  shareOfTests?: number;
  run(tier: Tier): Promise<Outcome>;
}

export type Need = 'strace' | 'prlimit' | 'script' | 'root';

export interface Tier {
  name: 'quick' | 'full';
  /** Faults tried side by side. */
  parallel: number;
  seed: number;
  /** Only faults with this in their names, where a row gives them names. */
  only: string;
  /** The part of every row that this process tries. */
  shard: Shard;
  /** `quick` faults in the quick tier; in the full tier `full`, or as much of it as was asked for. */
  count(quick: number, full: number): number;
}

/** `index` counts from 1. */
export interface Shard {
  index: number;
  count: number;
}

interface Outcome {
  faults: number;
  violations: readonly string[];
  /** What was counted besides: `kills 60, redone turns 41`. */
  note?: string;
  /** A line for each fault, where that is worth reading. */
  details?: readonly string[];
  /** Parts that could not be tried here. */
  skipped?: readonly string[];
}

/** Seeds of one row, apart from those of other tiers. */
export function seedOf({ seed }: Pick<Tier, 'seed'>, index: number): number {
  return seed * 1_000_003 + index;
}

/** Every n-th fault of the whole: the parts add up to it, with the same seeds. */
export function partOf<Item>({ shard }: Pick<Tier, 'shard'>, faults: readonly Item[]): Item[] {
  return faults.filter((_, at) => at % shard.count === shard.index - 1);
}

/** Of a mutant one violation is enough. */
const isMutant = (): boolean => process.env['FAULTS_PROGRAM'] !== undefined;

/** Tries many faults, a few side by side, and adds up what did not hold. */
export async function tryAll<Item>(
  items: readonly Item[],
  parallel: number,
  attempt: (item: Item, index: number) => Promise<readonly string[]>,
): Promise<string[]> {
  const violations: string[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (isMutant() && violations.length > 0) return;
      try {
        violations.push(...(await inScratch(() => attempt(item, index))));
      } catch (error) {
        violations.push(`the row itself failed at ${index}: ${inWords(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return violations;
}

export function inWords(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** So many of them, from the first to the last. */
export function spread<Item>(items: readonly Item[], count: number): Item[] {
  const step = Math.max(1, items.length / count);
  return range(Math.min(count, items.length)).flatMap((index) => items.slice(Math.floor(index * step)).slice(0, 1));
}

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
