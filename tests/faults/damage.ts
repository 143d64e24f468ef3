import { createHash } from 'node:crypto';
import type { Random } from './random.js';

/** Of a request that nobody made. */
export const foreignRequest = '0'.repeat(64);

type Body = Record<string, unknown>;

const foreignLine = '{"kind":"completion","index":1,"try":0,"sum":"0123456789abcdef"}';

/** One thing that somebody, or a disk, may do to a journal; `foreign` is another job's or another attempt's. */
export function damage(bytes: Buffer, foreign: Buffer, random: Random): Buffer {
  const change = random.pick([...onBytes, ...onLines.map(inLines)]);
  return change(bytes, random, foreign);
}

type Change = (bytes: Buffer, random: Random, foreign: Buffer) => Buffer;

const onBytes: readonly [Change, ...Change[]] = [
  function flipBit(bytes, random) {
    const flipped = Buffer.from(bytes);
    const at = random.integer(Math.max(1, bytes.length));
    if (bytes.length > 0) flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << random.integer(8)), at);
    return flipped;
  },
  function cutOff(bytes, random) {
    return bytes.subarray(0, random.integer(bytes.length + 1));
  },
  function tearHole(bytes, random) {
    const from = random.integer(bytes.length + 1);
    return Buffer.from(bytes).fill(0, from, Math.min(bytes.length, from + random.integer(200)));
  },
  function putOther(_, __, foreign) {
    return foreign;
  },
  function addOther(bytes, _, foreign) {
    return Buffer.concat([bytes, foreign]);
  },
  /** A comment exchanged for another's, as a person with an editor would. */
  function editText(bytes) {
    const text = bytes.toString('latin1');
    return Buffer.from(text.replaceAll('-0001/1/', '-0001/2/').replaceAll('-0002/1/', '-0002/3/'), 'latin1');
  },
  answerOthers,
  function ofOtherJobVersion(bytes) {
    return forge(bytes, (body) => (body['kind'] === 'open' ? { ...body, job_hash: '0'.repeat(64) } : body));
  },
];

type LineChange = (lines: string[], random: Random) => void;

const onLines: readonly LineChange[] = [
  function duplicate(lines, random) {
    lines.splice(random.integer(lines.length), 0, lines[random.integer(lines.length)] ?? '');
  },
  function reorder(lines, random) {
    const [one, other] = [random.integer(lines.length), random.integer(lines.length)];
    [lines[one], lines[other]] = [lines[other] ?? '', lines[one] ?? ''];
  },
  function insertForeign(lines, random) {
    lines.splice(random.integer(lines.length), 0, foreignLine);
  },
  function removeLine(lines, random) {
    lines.splice(random.integer(lines.length), 1);
  },
];

function inLines(change: LineChange): Change {
  return (bytes, random) => {
    const lines = bytes.toString('latin1').split('\n');
    change(lines, random);
    return Buffer.from(lines.join('\n'), 'latin1');
  };
}

/** Valid from end to end, and not the answers to our requests. */
export function answerOthers(bytes: Buffer): Buffer {
  return forge(bytes, (body) => (body['kind'] === 'completion' ? { ...body, request: foreignRequest } : body));
}

/** Every text changed, too. */
function forge(bytes: Buffer, change: (body: Body) => Body): Buffer {
  return reseal(Buffer.from(bytes.toString().replaceAll('Fewer', 'Forged')), change);
}

/** With right sums all the way down. */
export function reseal(bytes: Buffer, change: (body: Body) => Body): Buffer {
  let sum = '';
  const lines = bytes.toString().split('\n').slice(0, -1);
  const forged = lines.map((line) => {
    const { sum: before, ...body } = JSON.parse(line) as Body;
    const text = JSON.stringify(change(before === undefined ? {} : body));
    sum = createHash('sha256').update(sum).update(text).digest('hex').slice(0, 16);
    return `${text.slice(0, -1)},"sum":"${sum}"}\n`;
  });
  return Buffer.from(forged.join(''));
}
