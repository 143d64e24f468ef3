import { mkdir, mkdtemp, rename, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { fingerprintWeights } from '../../src/inputs/fingerprint-weights.js';

const mebibyte = 1024 * 1024;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'syndisco-weights-'));
});

describe('the fingerprint of weights', () => {
  it('when a file of up to 48 MiB differs in any byte or in its size, then so does the fingerprint', async () => {
    const weights = Buffer.alloc(3 * mebibyte, 7);
    const original = await printOf(weights);
    expect(await printOf(Buffer.from(weights))).toBe(original);
    expect(await printOf(changed(weights, 5))).not.toBe(original);
    expect(await printOf(changed(weights, weights.length >> 1))).not.toBe(original);
    expect(await printOf(changed(weights, weights.length - 1))).not.toBe(original);
    expect(await printOf(weights.subarray(1))).not.toBe(original);
  });

  it.each([32 * mebibyte + 1, 33 * mebibyte + 5])(
    'when a file of %i bytes differs in its last, then so does the fingerprint',
    async (bytes) => {
      const weights = Buffer.alloc(bytes, 7);
      expect(await printOf(changed(weights, bytes - 1))).not.toBe(await printOf(weights));
    },
  );

  it('when a large file differs anywhere by more than the distance of two samples, then so does the fingerprint', async () => {
    const weights = Buffer.alloc(64 * mebibyte, 7);
    const original = await printOf(weights);
    const differing: string[] = [];
    for (const share of [0, 0.21, 0.5, 0.83]) {
      const start = Math.floor(share * weights.length);
      differing.push(await printOf(Buffer.from(weights).fill(8, start, start + Math.ceil(weights.length / 255))));
    }
    expect(differing).not.toContain(original);
    expect(await printOf(changed(weights, weights.length - 1))).not.toBe(original);
  });

  it('when the header of a large file, such as its chat template, differs in one byte, then so does the fingerprint', async () => {
    const weights = Buffer.alloc(40 * mebibyte, 7);
    const original = await printOf(weights);
    const prints: string[] = [];
    for (const at of [100_000, 5_000_001, 16 * mebibyte, 31 * mebibyte])
      prints.push(await printOf(changed(weights, at)));
    expect(prints).not.toContain(original);
  });

  it('when it is a folder, then names and contents of all its files count', async () => {
    await mkdir(join(folder, 'onnx'));
    await writeFile(join(folder, 'config.json'), '{}');
    await writeFile(join(folder, 'onnx', 'model.onnx'), 'weights');
    const original = await fingerprintWeights(folder);
    expect(original).toMatch(/^2-files-[0-9a-f]{64}$/);
    await writeFile(join(folder, 'onnx', 'model.onnx'), 'Weights');
    const other = await fingerprintWeights(folder);
    await rename(join(folder, 'config.json'), join(folder, 'settings.json'));
    expect(new Set([original, other, await fingerprintWeights(folder)]).size).toBe(3);
  });

  it('when the files of a folder are links, as in a cache of the hub, then their contents count', async () => {
    const blobs = await mkdtemp(join(tmpdir(), 'syndisco-blobs-'));
    await writeFile(join(blobs, 'a'), 'weights');
    await symlink(join(blobs, 'a'), join(folder, 'model.onnx'));
    await symlink(join(blobs, 'gone'), join(folder, 'README.md'));
    const original = await fingerprintWeights(folder);
    expect(original).toMatch(/^1-files-/);
    await writeFile(join(blobs, 'a'), 'Weights');
    expect(await fingerprintWeights(folder)).not.toBe(original);
  });

  it('when weights are split, then all parts of theirs count, and nothing beside them', async () => {
    const part = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
    await part('m-00001-of-00002.gguf', 'one');
    await part('m-00002-of-00002.gguf', 'two');
    const first = join(folder, 'm-00001-of-00002.gguf');
    const original = await fingerprintWeights(first);
    expect(original).toMatch(/^2-parts-[0-9a-f]{64}$/);
    await part('m-00001-of-00003.gguf', 'another');
    await part('m-large-00001-of-00002.gguf', 'another');
    expect(await fingerprintWeights(first)).toBe(original);
    await part('m-00002-of-00002.gguf', 'Two');
    expect(await fingerprintWeights(first)).not.toBe(original);
  });
});

async function printOf(bytes: Uint8Array): Promise<string> {
  const file = join(folder, 'town-hall.gguf');
  await writeFile(file, bytes);
  return fingerprintWeights(file);
}

function changed(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = 8;
  return copy;
}
