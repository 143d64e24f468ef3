import { NoCompletion } from './judge-failure.js';
import { mostBytes } from './read-body.js';

export type Chunks = AsyncIterable<string> | Iterable<string>;

/** The data of each server-sent event. Other fields, and comments, which keep a connection alive, are left out. */
export async function* readEvents(chunks: Chunks): AsyncGenerator<string> {
  let data: string[] = [];
  for await (const line of linesOf(chunks)) {
    if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5));
    else if (line === '' && data.length > 0) {
      yield data.join('\n');
      data = [];
    }
  }
  if (data.length > 0) yield data.join('\n');
}

async function* linesOf(chunks: Chunks): AsyncGenerator<string> {
  let begun = '';
  for await (const chunk of chunks) {
    const [first = '', ...others] = chunk.split('\n');
    const lines = [begun + first, ...others];
    begun = lines.pop() ?? '';
    if (begun.length > mostBytes) throw new NoCompletion('the stream has a line without an end');
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  if (begun !== '') yield begun;
}
