/** status.json, and shards/<i>-of-<n>.status.json: how a process last stood. For people only, so damaged files are ignored. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Status } from '../../generated/status.js';
import { hasShape } from '../check-shape.js';
import { nodeFiles } from '../disk/node-file-port.js';
import { parseJson, readWhole } from '../disk/read-whole.js';

const ending = '.status.json';

/** In the run directory: that of a process that makes the whole plan, or a shard of it (`2/8`). */
export function statusFile(shard: string | undefined): string {
  return shard === undefined ? 'status.json' : `shards/${shard.replace('/', '-of-')}${ending}`;
}

/** What the processes of a run directory have last said of themselves, the latest first. */
export async function readStatusFiles(dir: string): Promise<Status[]> {
  const inShards = await readdir(join(dir, 'shards')).catch((): string[] => []);
  const names = ['status.json', ...inShards.filter((name) => name.endsWith(ending)).map((name) => `shards/${name}`)];
  const read = await Promise.all(names.map((name) => readStatus(join(dir, name))));
  return read.flat().sort((one, other) => (one.at < other.at ? 1 : -1));
}

async function readStatus(path: string): Promise<Status[]> {
  const status = await readWhole(nodeFiles, path).then(parseJson, () => undefined);
  return hasShape('status', status) ? [status] : [];
}
