#!/usr/bin/env node
// Journalling (fdatasync) and token sampling share libuv's thread pool, whose size is fixed at its first use.
process.env.UV_THREADPOOL_SIZE ??= '16';

const { readFileSync } = await import('node:fs');
const argument = process.argv[2];
if (process.argv.length === 3 && (argument === '--version' || argument === '-V')) {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  console.log(version);
} else {
  // Only then, because reading the maps takes time: a stack with lines of the bundle helps nobody.
  if (process.argv.includes('--debug')) process.setSourceMapsEnabled(true);
  const program = await import('../dist/main.js').catch(refuseFewFiles);
  await program?.main(process.argv);
}

/** The program itself consists of more files than the limit allows to open: nothing of it can say so. */
function refuseFewFiles(error) {
  if (error.code !== 'EMFILE' && error.code !== 'ENFILE') throw error;
  console.error('Too many open files to start. Raise the limit (`ulimit -n 4096`).  [SYNDISCO_STORAGE_IO]');
  process.exitCode = 74;
}
