/** Publishes the bytes of a file once more, in another run directory. Each resolves to the number of new files. */
import { join } from 'node:path';
import { SyndiscoError } from '../../errors.js';
import { unless } from '../disk/errno.js';
import type { Publishing } from '../disk/publish-by-claim.js';
import { publishOnce } from '../disk/publish-once.js';
import { readWhole } from '../disk/read-whole.js';
import type { SourceRun } from './join-runs.js';
import { inTheWay } from './merge-problems.js';

/** Throws if there is a file with other content. */
export async function copyOnce(ports: Publishing, from: string, to: string): Promise<number> {
  if (from === to) return 0;
  const bytes = await readWhole(ports.files, from);
  return publishBytes(ports, bytes, to);
}

/** Leaves a file with other content in place. */
export async function copyIfFree(ports: Publishing, from: string, to: string): Promise<number> {
  if (from === to || (await unless(['ENOENT'], ports.files.stat(to)))) return 0;
  return (await publishOnce(ports, to, only(await readWhole(ports.files, from)))) === 'ours' ? 1 : 0;
}

/**
 * The copy of the config, then run.json, which has its hash: both of the first run or, if an earlier merge was killed in
 * between, of the run that it took them from.
 */
export async function publishIdentity(ports: Publishing, sources: readonly SourceRun[], dir: string): Promise<number> {
  const { files } = ports;
  if (await unless(['ENOENT'], files.stat(join(dir, 'run.json')))) return 0;
  const there = await unless(['ENOENT'], readWhole(files, join(dir, 'config.yaml')));
  for (const { folders } of sources.filter((source) => source.folders.dir !== dir)) {
    const config = await readWhole(files, join(folders.dir, 'config.yaml'));
    if (there && !there.equals(config)) continue;
    const added = await publishBytes(ports, config, join(dir, 'config.yaml'));
    return added + (await copyOnce(ports, join(folders.dir, 'run.json'), join(dir, 'run.json')));
  }
  throw new SyndiscoError([inTheWay(join(dir, 'config.yaml'))]);
}

async function publishBytes(ports: Publishing, bytes: Buffer, to: string): Promise<number> {
  const there = await unless(['ENOENT'], readWhole(ports.files, to));
  if (!there && (await publishOnce(ports, to, only(bytes))) === 'ours') return 1;
  if ((there ?? (await readWhole(ports.files, to))).equals(bytes)) return 0;
  throw new SyndiscoError([inTheWay(to)]);
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield bytes;
}
