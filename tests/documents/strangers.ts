import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A real discussion of an experiment but for its comments. */
function almost(experiment: string, logs: unknown): string {
  return JSON.stringify({ id: 'almost', experiment, job_hash: 'a'.repeat(64), topic: 'free-buses', logs });
}

/** What may lie in a folder of discussions under a name that ends in .json and is none of ours. */
export const strangers: Readonly<Record<string, (file: string, experiment: string) => Promise<unknown>>> = {
  'a list': (file, experiment) => writeFile(file, JSON.stringify([{ experiment }])),
  null: (file) => writeFile(file, 'null'),
  'a number': (file) => writeFile(file, '42'),
  'half a file': (file, experiment) => writeFile(file, `{"experiment": "${experiment}", "logs": [{"name": `),
  'our experiment with a text for its comments': (file, experiment) => writeFile(file, almost(experiment, 'gone')),
  'our experiment with broken comments': (file, experiment) => writeFile(file, almost(experiment, [null, {}])),
  '50 MB of JSON': (file) => writeFile(file, `"${'a'.repeat(50_000_000)}"`),
  'bytes that are no text': (file) => writeFile(file, Buffer.from([0xff, 0xfe, 0, 0x7b])),
  'a folder': (file) => mkdir(file),
  'a pipe that nobody writes to': (file) => promisify(execFile)('mkfifo', [file]),
  'a file that nobody may read': async (file) => {
    await writeFile(file, '{');
    await chmod(file, 0);
  },
};

/** All of them, under names that stand before those of most experiments. */
export async function putStrangers(dir: string, experiment: string): Promise<void> {
  for (const [index, put] of Object.values(strangers).entries()) await put(join(dir, `a-${index}.json`), experiment);
}
