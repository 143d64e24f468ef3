/** `npm run bench`: every figure of the table, each in its own process, then the comparison of engines. */
import { fileURLToPath } from 'node:url';
import { execFileSync } from 'node:child_process';

interface Figure {
  what: string;
  value: number;
  unit: string;
  target: string;
}

const figures: Figure[] = [];
for (const bench of [
  'startup',
  'orchestration',
  'group-commit',
  'size',
  'export',
  'diversity',
  'agreement',
  'labels',
]) {
  const script = fileURLToPath(new URL(`${bench}.ts`, import.meta.url));
  const output = execFileSync(process.execPath, ['--import', 'tsx', script], { encoding: 'utf8', maxBuffer: 1 << 26 });
  figures.push(...(JSON.parse(output) as Figure[]));
}
for (const { what, value, unit, target } of figures) {
  console.log(`${what.padEnd(60)} ${String(value).padStart(10)} ${unit.padEnd(8)} target ${target}`);
}
execFileSync(
  process.execPath,
  ['--import', 'tsx', fileURLToPath(new URL('engines.ts', import.meta.url)), ...process.argv.slice(2)],
  {
    stdio: 'inherit',
  },
);
