import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hashFile, resealed } from '../../document-sum.js';

/** Writes a staged `config.yaml` with another text, and its hash into the `run.json` beside it. */
export async function writeConfigCopy(file: string, text: string): Promise<void> {
  const before = hashFile(await readFile(file));
  await writeFile(file, text);
  const run = join(dirname(file), 'run.json');
  const record = await readFile(run, 'utf8');
  const renewed = record.replace(`"config_sha256": "${before}"`, `"config_sha256": "${hashFile(Buffer.from(text))}"`);
  if (renewed !== record) await writeFile(run, resealed(renewed));
}
