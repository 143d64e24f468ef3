/**
 * Checks `package-lock.json` against what a person has read: every package has a strong sum and comes from the registry,
 * and nobody but those in `package-lists.json` runs a script at installation or reaches a user. Adding one is a diff.
 */
import { readFile } from 'node:fs/promises';
import { packageFaults, type LockFile, type PackageLists } from './package-faults.js';

const lock = JSON.parse(await readFile(new URL('../package-lock.json', import.meta.url), 'utf8')) as LockFile;
const lists = JSON.parse(await readFile(new URL('package-lists.json', import.meta.url), 'utf8')) as PackageLists;
const faults = packageFaults(lock, lists);

for (const fault of faults) process.stderr.write(`${fault}\n`);
if (faults.length > 0) {
  process.stderr.write('Read what is new, then correct package.json or scripts/package-lists.json.\n');
  process.exitCode = 1;
}
