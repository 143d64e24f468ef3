import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canBatch } from '../../../src/backends/transformers/can-batch.js';
import { openForward, type Forward } from '../../../src/backends/transformers/forward.js';
import type { LoadedModel } from '../../../src/backends/transformers/load-model.js';
import { loadDemo } from './open-demo.js';

let loaded: LoadedModel;
let forward: Forward;
beforeAll(async () => {
  loaded = await loadDemo();
  forward = openForward(loaded);
});
afterAll(async () => {
  await loaded.model.dispose();
});

describe('whether an export can work on several replies at once', () => {
  it('when it leaves padding out, then it can', async () => {
    expect(await canBatch(loaded, forward)).toBe(true);
  });

  it('when it takes padding for text, then it cannot', async () => {
    const blind: Forward = ({ tokens, past }) => {
      const lengths = past?.lengths.map(() => Math.max(...past.lengths)) ?? [];
      return forward({ tokens, ...(past && { past: { ...past, lengths } }) });
    };
    expect(await canBatch(loaded, blind)).toBe(false);
  });

  it('when its state is no attention cache, then it cannot', async () => {
    const recurrent: Forward = async (pass) => {
      const { logits, past } = await forward(pass);
      const state = new loaded.library.Tensor('float32', new Float32Array(8), [1, 2, 4]);
      return { logits, past: { ...past, tensors: { ...past.tensors, past_conv: state } } };
    };
    expect(await canBatch(loaded, recurrent)).toBe(false);
  });
});
