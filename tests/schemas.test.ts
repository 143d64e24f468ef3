import { Ajv } from 'ajv';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const folder = new URL('../schemas/', import.meta.url);

describe('schemas/', () => {
  it.each(readdirSync(folder))(
    'when %s is checked, which the program itself does not do, then it is a schema',
    (name) => {
      const ajv = new Ajv({ strict: false });
      const schema: unknown = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
      expect(typeof schema === 'object' && schema !== null && ajv.validateSchema(schema)).toBe(true);
    },
  );
});
