import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { compiledValidators, compileValidators } from './compile-validators.js';

/** What every command needs: read with our own code, they cost a third of what they cost as packages. */
const bundled = ['commander', 'csv-parse', 'fastest-levenshtein', 'pure-rand', 'simple-statistics', 'yaml'];

const root = fileURLToPath(new URL('../', import.meta.url));
/** Bundled apart, for a browser. */
const page = 'report/page/';

/**
 * Bundles the modules that tsc has written into a few files: a start that reads several hundred takes three times as
 * long. One bundle for the command line and the library, because both must share their classes. The files are one
 * folder deep (`packageFile`), and what is left of an earlier build goes last, for runs that still read it.
 */
export async function bundleProgram({ modules, into }: { modules: string; into: string }): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['cli/main.js', 'index.js', 'commands.js'].map((entry) => join(modules, entry)),
    entryNames: '[name]',
    outdir: into,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // Taken for missing, they would be compiled anew at each use.
    supported: { 'regexp-unicode-property-escapes': true },
    external: await externalPackages(),
    banner: { js: bannerForCommonJs },
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    plugins: [useCompiledValidators],
    logLevel: 'warning',
  });
  const inputs = [...Object.keys(metafile.inputs), ...(await compileValidators(join(into, 'validators')))];
  await writeFile(join(into, 'licenses.txt'), await licensesOf(inputs));
  const written = new Set(Object.keys(metafile.outputs).map((file) => relative(into, resolve(root, file))));
  for (const file of await readdir(into, { recursive: true }))
    if (/\.js(\.map)?$/.test(file) && !written.has(file) && !file.startsWith(page)) await rm(join(into, file));
}

/** Packages written for CommonJS require Node's own modules. */
const bannerForCommonJs =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";

const useCompiledValidators: Plugin = {
  name: 'compiled validators',
  setup(bundling) {
    bundling.onLoad({ filter: /\/validators\.js$/ }, () => ({ contents: compiledValidators }));
  },
};

async function externalPackages(): Promise<string[]> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Record<
    'dependencies' | 'peerDependencies',
    Record<string, string>
  >;
  const names = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  return names.filter((name) => !bundled.includes(name));
}

async function licensesOf(inputs: readonly string[]): Promise<string> {
  const folders = inputs.map((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]);
  const texts = [...new Set(folders)].sort().flatMap((folder) => (folder === undefined ? [] : [licenseOf(folder)]));
  return (await Promise.all(texts)).join('\n');
}

async function licenseOf(folder: string): Promise<string> {
  const file = (await readdir(join(root, folder))).find((name) => /^licen[cs]e/i.test(name));
  if (file === undefined) throw new Error(`${folder} has no license to go with its code`);
  return `${basename(folder)}\n\n${await readFile(join(root, folder, file), 'utf8')}`;
}
