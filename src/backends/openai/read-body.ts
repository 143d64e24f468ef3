import { NoCompletion } from './judge-failure.js';

/** Most that a server's answer may have, after decompression; a reply of 200 tokens has about 1 KiB. */
export const mostBytes = 16 * 1024 * 1024;

const drainMs = 1000;

interface Body {
  body: ReadableStream<Uint8Array> | null;
}

/** The whole body of an answer. Throws NoCompletion if it is too large. */
export async function readText(response: Body, most = mostBytes): Promise<string> {
  let text = '';
  for await (const chunk of chunksOf(response, most)) text += chunk;
  return text;
}

/**
 * A body as it comes. Throws NoCompletion if it is larger than `most` bytes. If nobody reads to the end, a body that ends
 * soon leaves its connection usable, and any other is given up.
 */
export async function* chunksOf({ body }: Body, most: number): AsyncGenerator<string> {
  const reader = body?.getReader();
  if (!reader) return;
  const decoder = new TextDecoder();
  let [bytes, isAtEnd] = [0, false];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      isAtEnd = done;
      if (done) break;
      bytes += value.length;
      if (bytes > most) throw new NoCompletion(`the response is larger than ${Math.round(most / 1024 / 1024)} MiB`);
      yield decoder.decode(value, { stream: true });
    }
    yield decoder.decode();
  } finally {
    if (bytes > most) void reader.cancel().catch(() => undefined);
    else if (!isAtEnd) void drain(reader);
  }
}

async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  const giveUp = setTimeout(() => void reader.cancel().catch(() => undefined), drainMs);
  try {
    let bytes = 0;
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      bytes += read.value.length;
      if (bytes > mostBytes) await reader.cancel();
    }
  } catch {
    // The answer is complete; how its connection ends does not matter.
  } finally {
    clearTimeout(giveUp);
  }
}
