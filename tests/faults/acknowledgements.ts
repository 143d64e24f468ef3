import { readFile } from 'node:fs/promises';
import { jobId, type Town } from './town.js';

/** What the engine was asked and what it saw come back, and what that proves. */
export interface Acknowledgements {
  /** Requests made, per turn: `job/index`. */
  asked: ReadonlyMap<string, readonly string[]>;
  /** Requests made for labels, per comment of an annotation: `ajob/index`. */
  labels: ReadonlyMap<string, readonly string[]>;
  /** The nonce of every turn that was shown to a later one, or to an annotator. */
  shown: ReadonlyMap<string, string>;
  violations: readonly string[];
}

/** `parallel`: several processes without a lock may ask the same at once; what was acknowledged may then differ. */
export async function readAcknowledgements(
  town: Pick<Town, 'acknowledged'>,
  { parallel = false } = {},
): Promise<Acknowledgements> {
  const asked = new Map<string, string[]>();
  const labels = new Map<string, string[]>();
  const shown = new Map<string, string>();
  const violations: string[] = [];
  const lines = (await readFile(town.acknowledged, 'utf8')).split('\n');
  for (const line of lines.filter(isWhole)) {
    const [, nonce = '', ...seen] = line.split(' ').slice(0, -1);
    const turn = turnOf(nonce);
    if (shown.has(turn)) violations.push(`turn ${turn} was asked for again after it was acknowledged`);
    const of = turn.startsWith('a') ? labels : asked;
    of.set(turn, [...(of.get(turn) ?? []), nonce]);
    for (const one of seen) {
      const before = shown.get(turnOf(one)) ?? one;
      if (before !== one) violations.push(`turn ${turnOf(one)} was acknowledged with two texts`);
      shown.set(turnOf(one), before);
    }
  }
  return { asked, labels, shown, violations: parallel ? [] : violations };
}

/** A request whose line was torn by a kill was never answered. */
function isWhole(line: string): boolean {
  return line.endsWith(' .');
}

/** `<3/7/…>` is turn 7 of the fourth job, `<a3/7/…>` comment 7 of the fourth annotation. */
export function turnOf(nonce: string): string {
  const [job, index] = nonce.slice(1, -1).split('/');
  return `${job ?? ''}/${index ?? ''}`;
}

export function jobOf(turn: string): string {
  return jobId(Number(turn.split('/')[0]));
}
