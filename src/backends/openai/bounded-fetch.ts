const mostHops = 5;
const mostOfError = 64 * 1024;
const errorPatienceMs = 5000;

/**
 * `fetch` for servers that may be anything. Prompts are data, so a redirect to another origin is refused; those within the
 * server are followed with the same request, a few times. Of an answer that reports an error, the first 64 KiB that come
 * within 5 seconds are kept. Any other body is unread, for `readText` and `chunksOf`, which have limits of their own.
 */
export const boundedFetch: typeof fetch = async (address, init) => {
  const response = await follow(new URL(address instanceof Request ? address.url : address), init);
  return response.ok ? response : shorten(response);
};

async function follow(start: URL, init: RequestInit | undefined): Promise<Response> {
  let at = start;
  for (let hops = 0; hops <= mostHops; hops++) {
    const response = await fetch(at.href, { ...init, redirect: 'manual' });
    if (response.status < 300 || response.status >= 400) return response;
    await response.body?.cancel();
    at = nextOf(response, at);
  }
  throw new Error(`it redirects more than ${mostHops} times`);
}

function nextOf({ status, headers }: Response, at: URL): URL {
  const location = headers.get('location');
  if (location === null || !URL.canParse(location, at.href))
    throw new Error(`it answers ${status} without a new address`);
  const next = new URL(location, at.href);
  if (next.origin === at.origin) return next;
  throw new Error(`it redirects to ${next.origin}, another server, to which nothing is sent unless base_urls names it`);
}

async function shorten(response: Response): Promise<Response> {
  const { status, statusText, headers } = response;
  return new Response(await readStart(response), { status, statusText, headers });
}

/** Ends at a white space if the rest is missing: half a key could not be told from any other word. */
async function readStart({ body }: { body: ReadableStream<Uint8Array> | null }): Promise<string> {
  const reader = body?.getReader();
  if (!reader) return '';
  const chunks: Uint8Array[] = [];
  let [bytes, isWhole] = [0, false];
  const giveUp = setTimeout(() => void reader.cancel().catch(() => undefined), errorPatienceMs);
  const startedAt = performance.now();
  try {
    while (bytes <= mostOfError) {
      const { done, value } = await reader.read();
      isWhole = done && performance.now() - startedAt < errorPatienceMs;
      if (done) break;
      chunks.push(value);
      bytes += value.length;
    }
  } finally {
    clearTimeout(giveUp);
    void reader.cancel().catch(() => undefined);
  }
  const text = new TextDecoder().decode(Buffer.concat(chunks).subarray(0, mostOfError));
  return isWhole ? text : withoutLastWord(text);
}

function withoutLastWord(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] ?? '').trim() !== '') end -= 1;
  return text.slice(0, end);
}
