/** Compares three starts and an import of the library with an empty Node process, in alternating runs, as a ratio of medians. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const runs = 15;
const program = fileURLToPath(new URL('../bin/syndisco.js', import.meta.url));
const empty: number[] = [];
const library = new URL('../dist/index.js', import.meta.url).href;
const version: number[] = [];
const help: number[] = [];
const validate: number[] = [];
const config = fileURLToPath(new URL('../configs/quickstart.yml', import.meta.url));
const imported: number[] = [];

for (let run = 0; run < runs; run += 1) {
  empty.push(timeMs(['-e', '0']));
  version.push(timeMs([program, '--version']));
  help.push(timeMs([program, '--help']));
  validate.push(timeMs([program, 'validate', '-c', config]));
  imported.push(timeMs(['--input-type=module', '-e', `import '${library}'`]));
}
const ratioOf = (times: readonly number[]): number => round(median(times) / median(empty));
console.log(
  JSON.stringify([
    { what: '`syndisco --version` to an empty Node process', value: ratioOf(version), unit: '×', target: '≤ 1.5' },
    { what: '`syndisco --help` to an empty Node process', value: ratioOf(help), unit: '×', target: '≤ 3' },
    { what: '`syndisco validate` to an empty Node process', value: ratioOf(validate), unit: '×', target: '≤ 4.5' },
    { what: 'an import of the library to an empty Node process', value: ratioOf(imported), unit: '×', target: '≤ 2' },
  ]),
);

function timeMs(args: readonly string[]): number {
  const start = performance.now();
  execFileSync(process.execPath, args, { stdio: 'ignore' });
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
