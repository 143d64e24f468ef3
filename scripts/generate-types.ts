/** Writes `src/generated/*.ts` from `schemas/*.schema.json`; with `--check` it only compares and fails on a difference. */
import { compileFromFile } from 'json-schema-to-typescript';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

interface Node {
  properties?: Record<string, Node>;
  'x-kind'?: 'identity' | 'operational';
}

const schemas = fileURLToPath(new URL('../schemas/', import.meta.url));
const generated = fileURLToPath(new URL('../src/generated/', import.meta.url));
const check = process.argv.includes('--check');

for (const file of (await readdir(schemas)).filter((name) => name.endsWith('.schema.json'))) {
  const types = await compileFromFile(schemas + file, {
    cwd: schemas,
    additionalProperties: false,
    bannerComment: bannerOf(file),
  });
  await keep(file.replace('.schema.json', '.ts'), file, types);
}
await keep('identity-key.ts', 'config.schema.json', await describeIdentityKeys('config.schema.json'));

async function keep(name: string, source: string, text: string): Promise<void> {
  const target = generated + name;
  if ((await readFile(target, 'utf8').catch(() => '')) === text) return;
  if (!check) {
    await writeFile(target, text);
    return;
  }
  process.exitCode = 1;
  console.error(`${target} is not what schemas/${source} says: run npm run generate`);
}

/** The keys that change what is made, as a list and as a type. A list or a map (`roles`, `metrics`) is one key. */
async function describeIdentityKeys(file: string): Promise<string> {
  const keys = identityKeysOf(JSON.parse(await readFile(schemas + file, 'utf8')) as Node);
  return `${bannerOf(file)}

/** Dotted paths of all keys of a config that are marked as identity, in the order of the schema. */
export const identityKeys = [
${keys.map((key) => `  ${JSON.stringify(key)},\n`).join('')}] as const;

export type IdentityKey = (typeof identityKeys)[number];
`;
}

function identityKeysOf(node: Node, path: readonly string[] = []): string[] {
  const own = node['x-kind'] === 'identity' ? [path.join('.')] : [];
  const inner = Object.entries(node.properties ?? {}).flatMap(([key, child]) => identityKeysOf(child, [...path, key]));
  return [...own, ...inner];
}

function bannerOf(file: string): string {
  return `/* Generated from schemas/${file} by scripts/generate-types.ts. Change the schema, not this file. */`;
}
