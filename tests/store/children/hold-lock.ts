/** Holds the lock of shard 1 of 1 until it is killed. */
import { openTownHall } from '../../town-hall/records.js';

await openTownHall(process.argv[2] ?? '');
process.stdout.write('held\n');
setInterval(() => undefined, 1000);
