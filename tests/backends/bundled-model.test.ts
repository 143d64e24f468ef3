import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isBundledModel } from '../../src/backends/bundled-model.js';
import { fingerprintWeights } from '../../src/inputs/fingerprint-weights.js';
import { emptyDir } from '../store/empty-dir.js';
import { demoGguf, demoOnnx } from '../town-hall/model.js';

describe('the bundled model', () => {
  it.each([demoGguf, demoOnnx])(
    'when weights are those of %s, then they are known by their fingerprint',
    async (path) => {
      expect(isBundledModel(await fingerprintWeights(path))).toBe(true);
    },
  );

  it('when weights are others, or none are known, then they are not it', async () => {
    const other = join(await emptyDir(), 'syndisco-demo-q8_0.gguf');
    await writeFile(other, (await readFile(demoGguf)).reverse());
    expect(isBundledModel(await fingerprintWeights(other))).toBe(false);
    expect(isBundledModel(null)).toBe(false);
  });
});
