import { setTimeout as delay } from 'node:timers/promises';
import type { LlamaModel, Token } from 'node-llama-cpp';
import { describe, expect, it } from 'vitest';
import type { BatchPort } from '../../../src/backends/llama-cpp/batch-port.js';
import { BatchDecoder } from '../../../src/backends/llama-cpp/batch-decoder.js';
import { openBatchPort } from '../../../src/backends/llama-cpp/open-batch-port.js';
import { openContext } from '../../../src/backends/llama-cpp/open-context.js';
import { startRuntime } from '../../../src/backends/llama-cpp/start-runtime.js';
import { unhurried } from '../../town-hall/model.js';
import { requantizeDemo } from './requantize-demo.js';

const slots = 4;
const speakers = 5;
const steps = 4;
const speech =
  'The city should make all buses free, said the driver, but somebody has to pay for the diesel in winter. ';

describe('a reply of a reproducible decoder', () => {
  it.each(['Q4_1', 'F16'] as const)(
    'when %s weights make it alone or in any company, then its probabilities are the same to the last bit',
    async (kind) => {
      await using hall = await openHall(kind);
      const alone = await hall.hearAll({ isReproducible: true, waitOf: (speaker) => speaker * 60 });
      const together = await hall.hearAll({ isReproducible: true, waitOf: () => 0 });
      const oneByOne = await hall.hearAll({ isReproducible: true, waitOf: (speaker) => (speaker * 7) % 11 });
      expect(together).toEqual(alone);
      expect(oneByOne).toEqual(alone);
    },
  );

  it('when the decoder need not be reproducible, then company changes the last bits, so that this test can fail', async () => {
    await using hall = await openHall('F16');
    const alone = await hall.hearAll({ isReproducible: false, waitOf: (speaker) => speaker * 60 });
    expect(await hall.hearAll({ isReproducible: false, waitOf: () => 0 })).not.toEqual(alone);
  });

  it('when memory runs out in the middle, then the replies that go on are the same', async () => {
    await using hall = await openHall('F16');
    const calm = await hall.hearAll({ isReproducible: true, waitOf: () => 0 });
    expect(await hall.hearAll({ isReproducible: true, waitOf: () => 0, failsAtPass: 9 })).toEqual(calm);
  });
});

interface Hearing {
  isReproducible: boolean;
  /** Milliseconds before a speaker is asked. */
  waitOf: (speaker: number) => number;
  failsAtPass?: number;
}

interface Hall extends AsyncDisposable {
  /** The probabilities that each speaker's tokens have at each step. */
  hearAll(hearing: Hearing): Promise<(readonly number[])[][]>;
}

async function openHall(kind: Parameters<typeof requantizeDemo>[0]): Promise<Hall> {
  const { llama } = await startRuntime(1, () => undefined);
  const model = await llama.loadModel({ modelPath: await requantizeDemo(kind), gpuLayers: 0 });
  const size = { contextTokens: 256, threads: 1, cacheType: 'F16', flashAttention: 'auto' } as const;
  const context = await openContext(model, { sequences: slots + 3, ...size });
  const port = openBatchPort(llama, model, context);
  if (!port) throw new Error('the internals of node-llama-cpp are not as expected');
  return {
    hearAll: (hearing) => hearAll(model, port, hearing),
    async [Symbol.asyncDispose]() {
      await context.dispose();
      await model.dispose();
    },
  };
}

async function hearAll(model: LlamaModel, port: BatchPort, hearing: Hearing): Promise<(readonly number[])[][]> {
  const { isReproducible, waitOf, failsAtPass = Infinity } = hearing;
  const failing = failAt(port, failsAtPass);
  const decoder = new BatchDecoder(failing, {
    slots,
    prefixes: 3,
    canKeepPrefix: true,
    isReproducible,
    warn: () => undefined,
  });
  const heard = await Promise.all(
    Array.from({ length: speakers }, async (_, speaker) => {
      await delay(waitOf(speaker));
      return hear(model, decoder, speaker);
    }),
  );
  await decoder.close();
  return heard;
}

/** Scores a path of tokens one after the other, as a reply would be made of them. */
async function hear(model: LlamaModel, decoder: BatchDecoder, speaker: number): Promise<(readonly number[])[]> {
  const prefix = model.tokenize(speech.slice(speaker % 3));
  const prompt = [...prefix, ...model.tokenize(speech.slice(0, 9 + speaker * 13))];
  const path = model.tokenize(speech).slice(0, steps);
  const heard: (readonly number[])[] = [];
  await decoder.decode({
    order: [speaker, 0],
    prompt,
    prefixLength: prefix.length,
    signal: unhurried,
    visit: () => ({ path: path.slice(0, heard.length), next: [5, 50, 500] as Token[] }),
    onChances: (chances) => heard.push(chances) < steps,
  });
  return heard;
}

function failAt(port: BatchPort, pass: number): BatchPort {
  let passes = 0;
  return {
    ...port,
    batchTokens: port.batchTokens,
    decode(rows) {
      passes += 1;
      return passes === pass ? Promise.reject(new Error('out of memory')) : port.decode(rows);
    },
  };
}
