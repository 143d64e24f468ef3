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

/** A line ends with a line feed, a carriage return, or both, between which a packet may end. */
async function* linesOf(chunks: Chunks): AsyncGenerator<string> {
  let begun = '';
  let mayContinue = false;
  for await (const packet of chunks) {
    if (packet === '') continue;
    const chunk = mayContinue && packet.startsWith('\n') ? packet.slice(1) : packet;
    mayContinue = packet.endsWith('\r');
    const [first = '', ...others] = chunk.split(/\r\n|\n|\r/);
    const lines = [begun + first, ...others];
    begun = lines.pop() ?? '';
    if (begun.length > mostBytes) throw new NoCompletion('the stream has a line without an end');
    yield* lines;
  }
  if (begun !== '') yield begun;
}
