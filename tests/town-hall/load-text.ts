import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, type LoadedConfig } from '../../src/config/load-config.js';
import type { Problem } from '../../src/errors.js';

/** A real folder with a config (and what lies beside it) that goes away with the test. */
export async function townHallFolder(
  files: Readonly<Record<string, string | Buffer>>,
): Promise<{ dir: string } & AsyncDisposable> {
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-config-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(dir, name), content);
  return { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}

/** Loads a config of this text, alone in a folder. */
export async function loadText(
  text: string | Buffer,
  set: readonly string[] = [],
  name = 'town-hall.yml',
): Promise<LoadedConfig> {
  await using folder = await townHallFolder({ [name]: text });
  return await loadConfig(name, { set, cwd: folder.dir });
}

/** `CODE line:column`, or `CODE file` where there is no line. */
export function inShort({ code, where }: Problem): string {
  return `${code.replace('SYNDISCO_', '')} ${where?.line === undefined ? (where?.file ?? '') : `${where.line}:${where.column ?? ''}`}`;
}
