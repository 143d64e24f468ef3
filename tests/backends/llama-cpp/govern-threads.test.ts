import { beforeEach, describe, expect, it } from 'vitest';
import { BatchDecoder } from '../../../src/backends/llama-cpp/batch-decoder.js';
import type { BatchRow } from '../../../src/backends/llama-cpp/batch-port.js';
import { governThreads, type GovernedPort } from '../../../src/backends/llama-cpp/govern-threads.js';
import { CountingPort, tokens } from './counting-port.js';

/** Its passes take as long as the machine says, on a clock that nothing else moves. */
class TimedPort extends CountingPort {
  readonly set: number[] = [];
  nowMs = 0;
  isTaken = false;
  #threads = 2;

  override decode(rows: readonly BatchRow[]): Promise<(number | undefined)[]> {
    const slowness = this.#threads === 1 ? 1.4 : this.isTaken ? 8 : 1;
    this.nowMs += slowness * (50 + rows.length);
    return super.decode(rows);
  }

  override setThreads(threads = 0): void {
    this.set.push(threads);
    this.#threads = threads;
  }
}

let port: TimedPort;
let governed: GovernedPort;
let lines: string[];
beforeEach(() => {
  port = new TimedPort();
  lines = [];
  governed = governThreads(port, {
    threads: 2,
    most: 2,
    log: (level, text) => lines.push(`${level} ${text}`),
    now: () => port.nowMs,
  });
});

describe('a decoder whose port adapts its threads', () => {
  it('when nobody else uses the cores, then the engine gets no other calls than without', async () => {
    await speak(1000);
    governed.tell();
    expect([port.set, lines]).toEqual([[], []]);
  });

  it('when a neighbour comes and goes, then each change is told once and the end says how much it was', async () => {
    await speak(400);
    port.isTaken = true;
    await speak(400);
    port.isTaken = false;
    await speak(800);
    governed.tell();
    expect(lines).toEqual([
      expect.stringMatching(/^debug llama_cpp: .* times as long as before, .*: continuing with 1 thread instead of 2$/),
      'debug llama_cpp: cores are free again: continuing with 2 threads instead of 1',
      expect.stringMatching(/^warn llama_cpp changed its number of threads 2 times, .*: \d+ % of .* fewer than 2$/),
    ]);
    expect([port.set[0], port.set.at(-1)]).toEqual([1, 2]);
  });

  it('when a pass fails, then its time counts for nothing and the error goes on', async () => {
    port.failNext = true;
    await expect(speak(10)).rejects.toThrow('llama_decode failed');
    await speak(10);
  });
});

/** One reply of so many tokens. */
async function speak(length: number): Promise<void> {
  const decoder = new BatchDecoder(governed, { slots: 1, prefixes: 0, canKeepPrefix: false, warn: () => undefined });
  let heard = 0;
  await decoder.decode({
    order: [0, 0],
    prompt: tokens(1, 2, 3),
    prefixLength: 0,
    sampling: { temperature: 0.8, topP: 0.95, topK: 40, seed: 1 },
    signal: new AbortController().signal,
    onToken: () => ++heard < length,
  });
}
