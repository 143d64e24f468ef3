/** Writes `src/generated/*.ts` from `schemas/*.schema.json`; with `--check` it only compares and fails on a difference. */
import { compileFromFile } from 'json-schema-to-typescript';
import { readdir, readFile, writeFile } from 'node:fs/promises';

const schemas = new URL('../schemas/', import.meta.url).pathname;
const generated = new URL('../src/generated/', import.meta.url).pathname;
const check = process.argv.includes('--check');
let stale = 0;

for (const file of (await readdir(schemas)).filter((name) => name.endsWith('.schema.json'))) {
  const types = await compileFromFile(schemas + file, {
    cwd: schemas,
    additionalProperties: false,
    bannerComment: `/* Generated from schemas/${file} by scripts/generate-types.ts. Change the schema, not this file. */`,
  });
  const target = `${generated}${file.replace('.schema.json', '.ts')}`;
  const before = await readFile(target, 'utf8').catch(() => '');
  if (before === types) continue;
  if (check) {
    stale += 1;
    console.error(`${target} is not what schemas/${file} says: run npm run generate`);
  } else {
    await writeFile(target, types);
  }
}
process.exitCode = stale === 0 ? 0 : 1;
