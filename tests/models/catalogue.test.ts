import { expect, it } from 'vitest';
import { readCatalogue, slotBytes } from '../../src/models/catalogue.js';
import { parseHubUri } from '../../src/models/hub-uri.js';

it('when the catalogue is read, then each model has a quantization, a licence, a size and a shape, smallest first', () => {
  const catalogue = readCatalogue();
  expect(catalogue.length).toBeGreaterThan(3);
  for (const { uri, licence, shape } of catalogue) {
    expect(parseHubUri(uri)?.quant, uri).toBe('Q4_K_M');
    expect(licence).not.toBe('');
    expect(Object.values(shape).every((count) => Number.isInteger(count) && count > 0)).toBe(true);
  }
  const sizes = catalogue.map(({ bytes }) => bytes);
  expect(sizes).toEqual(sizes.toSorted((one, other) => one - other));
});

it('when a slot of Qwen3 8B is computed, then it takes 147,456 bytes per token, as its shape says', () => {
  const model = readCatalogue().find(({ uri }) => uri.includes('Qwen3-8B'));
  expect(model && slotBytes(model, 1)).toBe(2 * 36 * 8 * 128 * 2);
  expect(model && slotBytes(model, 4096)).toBe(603_979_776);
});
