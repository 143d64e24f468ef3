import fc from 'fast-check';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { main as Main } from '../../../src/cli/main.js';
import { root } from '../../cli/syndisco.js';
import { program } from '../program.js';
import { scratch } from '../scratch.js';

const commands = ['validate', 'plan', 'verify', 'export'] as const;
const flags = [
  '--set',
  '--json',
  '--debug',
  '--model',
  '-c',
  '--',
  '--help',
  '--stop-after',
  '__proto__=1',
  '--fork',
] as const;
/** 70 is a bug, and nothing here is asked for that could fail for good. */
const right = [0, 64, 65, 66, 69, 73, 74, 75, 78];

/** Command lines of any kind, one after the other in this process: told with the right code, whatever they are. */
export async function fuzzArgv(count: number, seed: number): Promise<string[]> {
  const main = await enterTown();
  const found: string[] = [];
  const shown = { text: '' };
  const printed = silence(shown);
  for (const [index, args] of fc.sample(argv(), { numRuns: count, seed }).entries()) {
    process.exitCode = 0;
    shown.text = '';
    await main(['node', 'syndisco', commands[index % commands.length] ?? 'validate', ...args]);
    const code = endedWith();
    if (!right.includes(code)) found.push(`exit ${code} for ${JSON.stringify(args)}: ${shown.text.slice(0, 300)}`);
  }
  printed.restore();
  process.exitCode = 0;
  return found;
}

async function enterTown(): Promise<typeof Main> {
  const dir = await scratch();
  await cp(join(root, 'tests/town-hall/project'), dir, { recursive: true });
  await mkdir(join(dir, 'run'));
  await cp(join(dir, 'town-hall.yml'), join(dir, 'syndisco.yml'));
  process.chdir(dir);
  process.setMaxListeners(0);
  for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(0);
  const { main } = (await import(join(program, 'build/cli/main.js'))) as { main: typeof Main };
  return main;
}

function endedWith(): number {
  return Number(process.exitCode);
}

/** The program ends itself when an engine lingers; here it must go on to the next line, and its last timer rings late. */
function silence(shown: { text: string }): { restore(): void } {
  const writes = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write.bind(stream) }));
  process.exit = ((code?: number) => {
    process.exitCode = code ?? process.exitCode;
  }) as typeof process.exit;
  const keep = (text: string | Uint8Array): boolean => {
    shown.text += String(text);
    return true;
  };
  process.stdout.write = keep;
  process.stderr.write = keep;
  return {
    restore() {
      for (const { stream, write } of writes) stream.write = write;
    },
  };
}

function argv(): fc.Arbitrary<string[]> {
  const word = fc.string({ maxLength: 12 }).filter((text) => !text.includes('\0'));
  const assignment = fc.tuple(word, word).map(([key, value]) => `--set=${key}=${value}`);
  const key = fc.constantFrom(
    'seed',
    'discussions.turn_taking.num_turns',
    'logging.level',
    'run_dir',
    'matrix',
    'a.b.c',
  );
  const known = fc.tuple(key, fc.json()).map(([name, value]) => `--set=${name}=${value}`);
  return fc.array(fc.oneof(fc.constantFrom(...flags), word, assignment, known), { maxLength: 5 });
}
