import { fileURLToPath } from 'node:url';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { join } from 'node:path';
import { compilerOf, validatorSets } from '../src/validators.js';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Takes the place of src/validators.ts in the bundle. A command loads the few validators that it uses. */
export const compiledValidators = `
import { createRequire } from 'node:module';
const load = createRequire(import.meta.url);
export const validatorOf = (care, schema) => load(\`./validators/\${care}/\${schema}.cjs\`);
`;

/** Writes every validator of src/validators.ts into a file of its own. Returns the files whose code went in. */
export async function compileValidators(into: string): Promise<string[]> {
  const written = Object.entries(validatorSets).flatMap(([care, set]) => {
    const compiler = compilerOf(set, { source: true });
    return set.schemas.map(async (schema) => {
      const validator = compiler.getSchema(`${schema}.schema.json`);
      const { metafile } = await build({
        absWorkingDir: root,
        stdin: { contents: standalone.default(compiler, validator), resolveDir: root },
        outfile: join(into, care, `${schema}.cjs`),
        bundle: true,
        minify: true,
        platform: 'node',
        target: 'node20',
        metafile: true,
        logLevel: 'warning',
      });
      return Object.keys(metafile.inputs);
    });
  });
  return (await Promise.all(written)).flat();
}
