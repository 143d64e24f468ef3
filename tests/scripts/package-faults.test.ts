import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { packageFaults, type LockFile, type PackageLists } from '../../scripts/package-faults.js';

const root = new URL('../../', import.meta.url);
const lock = readJson('package-lock.json') as LockFile;
const lists = readJson('scripts/package-lists.json') as PackageLists;
const integrity = `sha512-${'A'.repeat(86)}==`;

it('when the lock file of this project is checked, then nothing in it is unknown', () => {
  expect(packageFaults(lock, lists)).toEqual([]);
});

it.each([
  ['a package that nobody has read', { integrity }, 'left-pad is part of every user'],
  ['an install script', { integrity, dev: true, hasInstallScript: true }, 'left-pad has an install script'],
  ['no sum', { dev: true }, 'has no SHA-512 sum, but none'],
  ['a weak sum', { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=', dev: true }, 'has no SHA-512 sum, but sha1-'],
  [
    'a place of its own',
    { integrity, dev: true, resolved: 'https://example.com/left-pad.tgz' },
    'names the place that it comes from: https://example.com/left-pad.tgz',
  ],
  ['a folder', { integrity, dev: true, link: true }, 'is a link to a folder'],
  [
    'a dependency from a repository',
    { integrity, dev: true, dependencies: { pad: 'git+ssh://git@example.com/pad.git' } },
    'asks for pad as git+ssh://git@example.com/pad.git',
  ],
  ['a dependency from a short name', { integrity, dev: true, dependencies: { pad: 'someone/pad' } }, 'asks for pad as'],
])('when the lock file gets %s, then that is told', (_, added, told) => {
  const packages = { ...lock.packages, 'node_modules/left-pad': added };
  expect(packageFaults({ packages }, lists)).toEqual([expect.stringContaining(told)]);
});

it('when a package of the lists is gone, then its line has to go', () => {
  const gone = { ...lists, production: [...lists.production, 'left-pad'] };
  expect(packageFaults(lock, gone)).toEqual([
    "left-pad is on the list of what is part of every user's installation, but the lock file has it no longer",
  ]);
});

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, root), 'utf8'));
}
