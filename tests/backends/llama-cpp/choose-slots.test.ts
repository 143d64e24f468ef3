import { describe, expect, it } from 'vitest';
import { chooseSlots, openFitting } from '../../../src/backends/llama-cpp/choose-slots.js';

/** A machine on which a step takes so long for so many replies; one context at a time fits. */
function machine(stepMsOf: (slots: number) => number): { open: (slots: number) => Promise<Opened>; opened: number[] } {
  const opened: number[] = [];
  let isOpen = false;
  const open = (slots: number): Promise<Opened> => {
    if (isOpen) throw new Error('two contexts at once');
    const stepMs = stepMsOf(slots);
    if (stepMs === Infinity) return Promise.reject(new Error('out of memory'));
    opened.push(slots);
    isOpen = true;
    const dispose = (): Promise<void> => {
      isOpen = false;
      return Promise.resolve();
    };
    return Promise.resolve({ slots, stepMs, dispose });
  };
  return { open, opened };
}

interface Opened {
  slots: number;
  stepMs: number;
  dispose(): Promise<void>;
}

describe('how many replies at once pay off', () => {
  it('when more replies cost nothing, then the search ends at 256', async () => {
    const { open } = machine(() => 10);
    expect((await chooseSlots(8, open)).slots).toBe(256);
  });

  it('when a step grows with its replies, then the number to start from stays', async () => {
    const { open, opened } = machine((slots) => slots);
    expect((await chooseSlots(8, open)).slots).toBe(8);
    expect(opened).toEqual([8, 16, 8]);
  });

  it('when the gain drops below 5 %, then the smaller number is taken', async () => {
    const { open } = machine((slots) => (slots <= 32 ? 10 : (10 * slots) / 32 / 1.04));
    expect((await chooseSlots(8, open)).slots).toBe(32);
  });

  it('when the next number does not fit into memory, then the last that fitted is opened again', async () => {
    const { open, opened } = machine((slots) => (slots > 16 ? Infinity : 10));
    expect((await chooseSlots(8, open)).slots).toBe(16);
    expect(opened).toEqual([8, 16, 16]);
  });
});

describe('when what was asked for does not fit', () => {
  it('when half of it fits, then half of it is used, with a warning', async () => {
    const warnings: string[] = [];
    const { open } = machine((slots) => (slots > 16 ? Infinity : 10));
    expect((await openFitting(64, open, (text) => warnings.push(text))).slots).toBe(16);
    expect(warnings).toEqual([expect.stringMatching(/^64 .*trying 32$/), expect.stringMatching(/^32 .*trying 16$/)]);
  });

  it('when not even one fits, then the error is thrown', async () => {
    const { open } = machine(() => Infinity);
    await expect(openFitting(4, open, () => undefined)).rejects.toThrow('out of memory');
  });
});
