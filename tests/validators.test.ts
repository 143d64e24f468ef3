import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import type { ValidateFunction } from 'ajv';
import { expect, it } from 'vitest';
import { packageFile } from '../src/package-file.js';
import { schemaOf, type SchemaNode } from '../src/source/schemas.js';
import { validatorOf, validatorSets, type Care } from '../src/validators.js';

const load = createRequire(import.meta.url);
const all = Object.entries(validatorSets).flatMap(([care, { schemas }]) => schemas.map((schema) => [care, schema]));

it.each(all as [Care, string][])(
  'when the built %s validator of %s gets wrong values, then it finds what a freshly compiled one finds',
  (care, schema) => {
    const built = load(fileURLToPath(packageFile(`dist/validators/${care}/${schema}.cjs`))) as ValidateFunction;
    const fresh = validatorOf(care, schema);
    const values = [...wrongValues(nodeOf(schema)), 'a text', null, []];
    const isSame = (value: unknown): boolean =>
      built(value) === fresh(value) && isDeepStrictEqual(built.errors, fresh.errors);
    expect(values.filter((value) => !isSame(value))).toEqual([]);
    expect(values.some((value) => !fresh(value))).toBe(true);
  },
);

it('when a config has a fault in each of its keys, then hundreds of faults are compared', () => {
  const validate = validatorOf('thorough', 'config');
  const faults = [...wrongValues(schemaOf('config'))].flatMap((value) => (validate(value), validate.errors ?? []));
  expect(new Set(faults.map(({ schemaPath }) => schemaPath)).size).toBeGreaterThan(200);
});

function nodeOf(schema: string): SchemaNode {
  return JSON.parse(readFileSync(packageFile(`schemas/${schema}.schema.json`), 'utf8')) as SchemaNode;
}

interface Node extends SchemaNode {
  required?: readonly string[];
}

/** Values that have one of the schema's keys, at any depth, or all the required ones, with something wrong in it. */
function* wrongValues(node: Node): Generator {
  for (const wrong of [-1, 0.5, '', '../x', 'a\nb', true, null, {}, { unknown: 1 }, [{}], ['', '']]) {
    yield wrong;
    if (node.required) yield Object.fromEntries(node.required.map((key) => [key, wrong]));
  }
  for (const [key, inner] of Object.entries(node.properties ?? {}))
    for (const wrong of wrongValues(inner)) yield { [key]: wrong };
}
