/** The most sequences that llama.cpp allows in one context. */
export const mostSequences = 256;

/** Doubling the replies at once must raise the tokens per second at least by this factor. */
const worthwhile = 1.05;

/** Something that makes `slots` replies at once, with the time that one step of all of them takes. */
interface Measured {
  slots: number;
  stepMs: number;
  dispose(): Promise<void>;
}

/**
 * Doubles the replies at once as long as that yields at least 5 % more tokens per second and memory suffices. The
 * smaller one is disposed of before the next is opened, since both together may not fit, and is opened again if it was
 * better.
 */
export async function chooseSlots<Opened extends Measured>(
  start: number,
  open: (slots: number) => Promise<Opened>,
): Promise<Opened> {
  let best = await open(start);
  while (best.slots * 2 <= mostSequences) {
    await best.dispose();
    const next = await open(best.slots * 2).catch(() => undefined);
    if (next && tokensPerMs(next) > worthwhile * tokensPerMs(best)) {
      best = next;
      continue;
    }
    await next?.dispose();
    return open(best.slots);
  }
  return best;
}

function tokensPerMs({ slots, stepMs }: Measured): number {
  return slots / stepMs;
}

/** Halves the replies at once until memory suffices. Throws what `open` throws if not even one fits. */
export async function openFitting<Opened>(
  slots: number,
  open: (slots: number) => Promise<Opened>,
  warn: (text: string) => void,
): Promise<Opened> {
  try {
    return await open(slots);
  } catch (error) {
    if (slots <= 1) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    warn(`${slots} replies at once do not fit into memory (${reason}): trying ${slots >> 1}`);
    return openFitting(slots >> 1, open, warn);
  }
}
