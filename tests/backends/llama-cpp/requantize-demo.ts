import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoGguf } from '../../town-hall/model.js';

const blockWeights = 32;

interface Quantization {
  /** Its number in GGUF files. */
  type: number;
  blockBytes: number;
  write(weights: readonly number[], block: DataView): void;
}

const quantizations = {
  F16: {
    type: 1,
    blockBytes: 64,
    write: (weights, block) => {
      weights.forEach((weight, at) => {
        block.setUint16(at * 2, toHalf(weight), true);
      });
    },
  },
  Q4_0: {
    type: 2,
    blockBytes: 18,
    write(weights, block) {
      const largest = weights.reduce((most, weight) => (Math.abs(weight) > Math.abs(most) ? weight : most), 0);
      const step = largest / -8;
      block.setUint16(0, toHalf(step), true);
      writeNibbles(weights, block, { from: 2, level: (weight) => (step === 0 ? 8 : weight / step + 8) });
    },
  },
  Q4_1: {
    type: 3,
    blockBytes: 20,
    write(weights, block) {
      const least = Math.min(...weights);
      const step = (Math.max(...weights) - least) / 15;
      block.setUint16(0, toHalf(step), true);
      block.setUint16(2, toHalf(least), true);
      writeNibbles(weights, block, { from: 4, level: (weight) => (step === 0 ? 0 : (weight - least) / step) });
    },
  },
} as const satisfies Record<string, Quantization>;

/** A copy of the bundled model, whose weights have 8 bits, with weights of another kind. */
export async function requantizeDemo(kind: keyof typeof quantizations): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'syndisco-gguf-')), `town-hall-${kind.toLowerCase()}.gguf`);
  await writeFile(file, requantize(await readFile(demoGguf), quantizations[kind]));
  return file;
}

const eightBits = 8;
const eightBitBlockBytes = 34;
const alignment = 32;

function requantize(bytes: Buffer, to: Quantization): Buffer {
  const { tensors, infosEnd } = readHeader(bytes);
  const dataStart = aligned(infosEnd);
  const header = Buffer.from(bytes.subarray(0, infosEnd));
  const parts: Buffer[] = [];
  let offset = 0;
  for (const [place, { at, type, from, weights }] of tensors.entries()) {
    const end = tensors[place + 1]?.from ?? bytes.length - dataStart;
    const old = bytes.subarray(dataStart + from, dataStart + end);
    const data = type === eightBits ? convert(old, weights, to) : old;
    if (type === eightBits) header.writeUInt32LE(to.type, at);
    header.writeBigUInt64LE(BigInt(offset), at + 4);
    parts.push(padded(data));
    offset += aligned(data.length);
  }
  return Buffer.concat([padded(header), ...parts]);
}

function convert(old: Buffer, weights: number, to: Quantization): Buffer {
  const blocks = weights / blockWeights;
  const made = Buffer.alloc(blocks * to.blockBytes);
  for (let block = 0; block < blocks; block++) {
    const from = block * eightBitBlockBytes;
    const step = fromHalf(old.readUInt16LE(from));
    const values = Array.from({ length: blockWeights }, (_, at) => step * old.readInt8(from + 2 + at));
    to.write(values, new DataView(made.buffer, made.byteOffset + block * to.blockBytes, to.blockBytes));
  }
  return made;
}

interface TensorInfo {
  /** Where its type is written, with its offset after it. */
  at: number;
  type: number;
  /** Start of its data after the header. */
  from: number;
  weights: number;
}

function readHeader(bytes: Buffer): { tensors: TensorInfo[]; infosEnd: number } {
  let at = 8;
  const size = (): number => Number(bytes.readBigUInt64LE((at += 8) - 8));
  const whole = (): number => bytes.readUInt32LE((at += 4) - 4);
  const skipText = (): void => {
    const length = size();
    at += length;
  };
  const fixedSizes: Readonly<Record<number, number>> = {
    0: 1,
    1: 1,
    2: 2,
    3: 2,
    4: 4,
    5: 4,
    6: 4,
    7: 1,
    10: 8,
    11: 8,
    12: 8,
  };
  const skipValue = (type: number): void => {
    if (type === 8) skipText();
    else if (type === 9) {
      const inner = whole();
      for (let left = size(); left > 0; left--) skipValue(inner);
    } else at += fixedSizes[type] ?? 0;
  };
  const [tensorCount, valueCount] = [size(), size()];
  for (let value = 0; value < valueCount; value++) {
    skipText();
    skipValue(whole());
  }
  const tensors = Array.from({ length: tensorCount }, () => {
    skipText();
    const dimensions = Array.from({ length: whole() }, size);
    const weights = dimensions.reduce((product, one) => product * one, 1);
    return { at, type: whole(), from: size(), weights };
  });
  return { tensors, infosEnd: at };
}

function writeNibbles(
  weights: readonly number[],
  block: DataView,
  { from, level }: { from: number; level: (weight: number) => number },
): void {
  const nibble = (at: number): number => Math.max(0, Math.min(15, Math.round(level(weights[at] ?? 0))));
  for (let at = 0; at < blockWeights / 2; at++)
    block.setUint8(from + at, nibble(at) | (nibble(at + blockWeights / 2) << 4));
}

function aligned(length: number): number {
  return Math.ceil(length / alignment) * alignment;
}

function padded(part: Buffer): Buffer {
  return Buffer.concat([part, Buffer.alloc(aligned(part.length) - part.length)]);
}

function fromHalf(half: number): number {
  const [sign, exponent, fraction] = [half & 0x8000 ? -1 : 1, (half >> 10) & 31, half & 1023];
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

/** Rounds down where there is no such half-precision number; weights are neither infinite nor not a number. */
function toHalf(value: number): number {
  const sign = value < 0 ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size < 2 ** -14) return sign | Math.round(size * 2 ** 24);
  const exponent = Math.floor(Math.log2(size));
  return sign | ((exponent + 15) << 10) | Math.floor((size / 2 ** exponent - 1) * 1024);
}
