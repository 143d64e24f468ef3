import { createHash } from 'node:crypto';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../sha256.js';
import { weightFiles } from './weight-files.js';

/** The header of a GGUF file, with vocabulary and chat template, has up to about 20 MiB. */
const wholeBytes = 32 * 1024 * 1024;
/** 256 samples of 64 KiB: each weight matrix of a large model is bigger than the distance between two of them. */
const sampleBytes = 64 * 1024;
const samples = 256;

/**
 * Identifies the weights at `path`: `<bytes>-<SHA-256>`, hexadecimal. Of the first 32 MiB, every byte counts; of the rest,
 * 256 samples of 64 KiB that are spread evenly from its first to its last byte. That is cheap even for a file of 100 GB, and
 * tells chat templates, releases, quantizations, merges and truncated copies apart, but not a change of a few bytes
 * between two samples. The fingerprint of a folder is a hash of the names and fingerprints of all its files,
 * that of split weights a hash of those of their parts.
 */
export async function fingerprintWeights(path: string): Promise<string> {
  const info = await stat(path);
  if (!info.isDirectory()) return fingerprintParts(await weightFiles(path));
  const files = await filesUnder(path);
  const prints = await Promise.all(files.map(async (file) => `${file} ${await fingerprintFile(join(path, file))}`));
  return `${files.length}-files-${sha256(prints.join('\n'))}`;
}

async function fingerprintParts(parts: readonly string[]): Promise<string> {
  const prints = await Promise.all(parts.map(fingerprintFile));
  return prints.length === 1 ? prints.join() : `${prints.length}-parts-${sha256(prints.join('\n'))}`;
}

async function fingerprintFile(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const hash = createHash('sha256');
    const buffer = Buffer.alloc(sampleBytes);
    for (const position of samplePositions(size)) {
      const { bytesRead } = await file.read({ buffer, position });
      hash.update(buffer.subarray(0, bytesRead));
    }
    return `${size}-${hash.digest('hex')}`;
  } finally {
    await file.close();
  }
}

/** All of the beginning; then as many samples as there is place for. */
function samplePositions(size: number): number[] {
  const whole = Math.min(size, wholeBytes);
  const beginning = Array.from({ length: Math.ceil(whole / sampleBytes) }, (_, sample) => sample * sampleBytes);
  const rest = Math.min(samples, Math.ceil((size - whole) / sampleBytes));
  const span = size - sampleBytes - wholeBytes;
  const later = Array.from(
    { length: rest },
    (_, sample) => wholeBytes + Math.floor((sample * span) / Math.max(1, rest - 1)),
  );
  return [...beginning, ...later];
}

/** Links to files too: in a cache of the hub all files of a model are links. */
async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return entry.isFile() || (entry.isSymbolicLink() && (await isFile(path))) ? [path.slice(folder.length + 1)] : [];
    }),
  );
  return files.flat().sort();
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isFile(),
    () => false,
  );
}
