/** Waits for the stroke of the clock, then publishes every planned discussion with its own text, without a lock. */
import { setTimeout as delay } from 'node:timers/promises';
import { nodeFiles } from '../../../src/store/disk/node-file-port.js';
import { discussionOf, openTownHall, plannedMany } from '../../town-hall/records.js';
import { withoutLinks } from '../without-links.js';

const [dir = '', text = '', start = '0', disk = ''] = process.argv.slice(2);
const files = disk === 'no-links' ? withoutLinks(nodeFiles) : nodeFiles;
const store = await openTownHall(dir, { shard: 'none', files });
const lines = plannedMany(40);
await store.plan(lines);
await delay(Math.max(0, Number(start) - Date.now()));
for (const line of lines) await store.publish('discussion', line.id, discussionOf(line, [text]));
await store.close();
