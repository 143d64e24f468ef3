/**
 * The validators of schemas/, each compiled at its first use. To compile costs more than most commands take, so
 * `npm run build` replaces this file by validators that `scripts/compile-validators.ts` has compiled from the same table.
 */
import { Ajv, type Options, type ValidateFunction } from 'ajv';
import { readFileSync } from 'node:fs';
import { packageFile } from './package-file.js';

export interface ValidatorSet {
  options: Options;
  schemas: readonly string[];
}

/** `thorough` finds every fault, with its data and schema node; `quick` stops at the first. */
export type Care = keyof typeof validatorSets;

const keywords = ['x-kind', 'x-form', 'x-values', 'x-default', 'x-secret', 'x-secret-unless'];

/** Our own schemas are not validated, neither here nor in a build: a test does that. */
const unchecked = { meta: false, validateSchema: false, allowUnionTypes: true, keywords };

export const validatorSets = {
  /** For what users write or hand over. */
  thorough: {
    options: { ...unchecked, allErrors: true, verbose: true },
    schemas: [
      'config',
      'turn-taking',
      'generation-config',
      'persona',
      'discussion',
      'annotation',
      'original-discussion',
      'original-annotation',
      'imported-discussion',
    ],
  },
  /** For what this program has written itself, and reads by the thousand. */
  quick: {
    options: { ...unchecked, discriminator: true },
    schemas: [
      'completion',
      'discussion',
      'annotation',
      'accepted-edit',
      'calibration',
      'cleaned-document',
      'cleaned-segment',
      'journal-line',
      'lock',
      'plan-line',
      'plan-segment',
      'run',
      'status',
      'withdrawal',
      'imported-table',
    ],
  },
} satisfies Record<string, ValidatorSet>;

const compilers = new Map<Care, Ajv>();

/** Its errors are on the function, as always with ajv. */
export function validatorOf<Value = unknown>(care: Care, schema: string): ValidateFunction<Value> {
  const compiler = compilers.get(care) ?? compilerOf(validatorSets[care]);
  compilers.set(care, compiler);
  const validator = compiler.getSchema<Value>(`${schema}.schema.json`);
  if (!validator || '$async' in validator) throw new Error(`schemas/${schema}.schema.json is not usable`);
  return validator;
}

export function compilerOf({ options, schemas }: ValidatorSet, code: Options['code'] = { optimize: false }): Ajv {
  const compiler = new Ajv({ ...options, code });
  for (const name of schemas)
    compiler.addSchema(JSON.parse(readFileSync(packageFile(`schemas/${name}.schema.json`), 'utf8')) as object);
  return compiler;
}
