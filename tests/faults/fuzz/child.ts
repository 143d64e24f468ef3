/**
 * `child.ts <files | large | argv> <count> <seed> [<part of a door's name>]`: lets so many mangled inputs into the program under test, in this one
 * process, and prints what was not told, was slow, or took too much memory, as JSON. Time is that of the processor: on a
 * busy machine a clock says nothing.
 */
import fc from 'fast-check';
import { inScratch } from '../scratch.js';
import { fuzzArgv } from './argv.js';
import { loadRooms, openDoors, type Door } from './doors.js';
import { mangling, swelling, type Mangling } from './mangle.js';

/** For a mebibyte: a second on a quiet machine. What grows with the square of the size takes minutes. */
const longestMs = 5000;
const mostMb = 512;
const batch = 500;

const [kind, count, seed] = [process.argv[2] ?? 'files', Number(process.argv[3]), Number(process.argv[4])];
const found = await inScratch(() => (kind === 'argv' ? fuzzArgv(count, seed) : fuzzFiles()));
const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
if (memoryMb > mostMb) found.push(`${memoryMb} MB for ${kind}`);
process.stdout.write(JSON.stringify({ found, memoryMb }));

async function fuzzFiles(): Promise<string[]> {
  const rooms = await loadRooms();
  const doors = (await openDoors(rooms)).filter(({ name }) => name.includes(process.argv[5] ?? ''));
  const wheel = doors.flatMap((door) => Array.from({ length: door.weight }, () => door));
  const violations: string[] = [];
  for (let done = 0; done < count; done += batch) {
    const numRuns = Math.min(batch, count - done);
    const manglings = fc.sample(kind === 'large' ? swelling() : mangling(), { numRuns, seed: seed * 7919 + done });
    for (const [index, mangle] of manglings.entries()) {
      const door = wheel[((done + index) * 7) % wheel.length];
      if (door) violations.push(...(await enter(door, mangle, rooms.SyndiscoError)));
    }
  }
  return violations;
}

async function enter(door: Door, mangle: Mangling, Told: new (...args: never[]) => Error): Promise<string[]> {
  const text = mangle(door.text);
  const what = `${door.name} of ${text.length} characters: ${JSON.stringify(text.slice(0, 200))}`;
  const before = process.cpuUsage();
  const untold = await door.enter(text).then(
    () => [],
    (error: unknown) => (error instanceof Told ? [] : [`${String(error)} for ${what}`]),
  );
  const { user, system } = process.cpuUsage(before);
  const ms = Math.round((user + system) / 1000);
  return ms > longestMs ? [...untold, `${ms} ms for ${what}`] : untold;
}
