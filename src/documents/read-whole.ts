import {
  closeSync,
  constants,
  fstatSync,
  open as openWithCallback,
  openSync,
  read as readWithCallback,
  readSync,
} from 'node:fs';
import { promisify } from 'node:util';
import { watchPace } from './watch-pace.js';

const [open, read] = [promisify(openWithCallback), promisify(readWithCallback)];

/** Opening a named pipe as usual would wait for somebody to write to it. */
const withoutWaiting = constants.O_RDONLY | constants.O_NONBLOCK;

/** Of all files that this process reads. */
const pace = watchPace();

/** Memory that was given back: to get new memory takes about as long as to read a file into it. */
const spare: ArrayBufferLike[] = [];
const [leastSpare, mostSpare] = [64 * 1024, 1024 * 1024];

/**
 * The bytes of a file. A data set has many small ones: while they come at once, this thread reads them itself, since
 * handing the calls to other threads takes longer than the calls. Those threads read a slow disk or network, several
 * files at a time. Throws if it is not a file.
 */
export async function readWhole(file: string): Promise<Buffer> {
  if (!pace.mayBlock()) return readWaiting(file);
  const start = performance.now();
  try {
    return readAtOnce(file);
  } finally {
    pace.note(performance.now() - start);
  }
}

function readAtOnce(file: string): Buffer {
  const descriptor = openSync(file, withoutWaiting);
  try {
    const bytes = bufferFor(descriptor, file);
    for (let end = 0; end < bytes.length;) {
      const count = readSync(descriptor, bytes, end, bytes.length - end, end);
      if (count === 0) return bytes.subarray(0, end);
      end += count;
    }
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

/** Only to open and to read a file can take long. */
async function readWaiting(file: string): Promise<Buffer> {
  const descriptor = await open(file, withoutWaiting);
  try {
    const bytes = bufferFor(descriptor, file);
    for (let end = 0; end < bytes.length;) {
      const { bytesRead } = await read(descriptor, bytes, end, bytes.length - end, end);
      if (bytesRead === 0) return bytes.subarray(0, end);
      end += bytesRead;
    }
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

function bufferFor(descriptor: number, file: string): Buffer {
  const stats = fstatSync(descriptor);
  if (!stats.isFile()) throw new Error(`${file} is not a file`);
  const memory = spare.pop();
  if (memory && memory.byteLength >= stats.size) return Buffer.from(memory, 0, stats.size);
  return Buffer.allocUnsafeSlow(Math.max(leastSpare, stats.size)).subarray(0, stats.size);
}

/** For bytes that `readWhole` returned and nobody reads again: another file will be in them. */
export function giveBack({ buffer }: Buffer): void {
  if (buffer.byteLength <= mostSpare) spare.push(buffer);
}
