/**
 * Prints time, processor time and peak memory of `syndisco export` of a study with 100,000 rows (or with the first
 * argument), as one CSV and as tidy Parquet tables, as a line of JSON. The second argument is a folder that keeps the
 * study for the next time. EXPORT_PROGRAM, the folder of another build of this package, is measured in turn with it.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { scriptedStudy } from './scripted-study.js';

const turns = 49; // and the seed opinion
const annotators = 2;
const rounds = Number(process.env['EXPORT_ROUNDS'] ?? '1');

const kinds = [
  { what: 'CSV export', options: ['--csv'], seconds: 20 },
  { what: 'tidy Parquet export', options: ['--tidy', '--parquet'], seconds: 60 },
];
const programs = [fileURLToPath(new URL('../', import.meta.url)), ...[process.env['EXPORT_PROGRAM'] ?? []].flat()];

interface Usage {
  seconds: number;
  processorSeconds: number;
  megabytes: number;
}

/** Loaded into the program that is measured. */
const tellUsage = `
  import { writeSync } from 'node:fs';
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const hundredths = (value) => Math.round(value * 100) / 100;
    const usage = {
      seconds: hundredths(process.uptime()),
      processorSeconds: hundredths((userCPUTime + systemCPUTime) / 1e6),
      megabytes: Math.round(maxRSS / 1024),
    };
    writeSync(2, 'usage: ' + JSON.stringify(usage));
  });`;

const [argument = '100000', kept] = process.argv.slice(2);
const rows = Number(argument);
const dir = kept ?? (await mkdtemp(join(tmpdir(), 'syndisco-bench-export-')));
try {
  const config = await scriptedStudy(dir, { discussions: Math.ceil(rows / (turns + 1) / annotators), turns });
  const figures = [];
  for (const kind of kinds) figures.push(...(await measure(config, kind)));
  console.log(JSON.stringify(figures));
} finally {
  if (kept === undefined) await rm(dir, { recursive: true });
}

async function measure(config: string, { what, options, seconds }: (typeof kinds)[number]): Promise<unknown[]> {
  const usages = programs.map((): Usage[] => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [index, program] of programs.entries())
      usages[index]?.push(await run(program, ['export', '-c', config, ...options]));
  const [own, other] = usages.map(medianOf);
  const name = `${what} of ${rows.toLocaleString('en')} comment rows`;
  const figure = (of: string, key: keyof Usage, unit: string, target: string) => ({
    what: `${name}, ${of}`,
    value: own?.[key],
    unit,
    target,
    ...(other && { other: other[key], ratio: Math.round(((own?.[key] ?? 0) / other[key]) * 100) / 100 }),
  });
  return [
    figure('time', 'seconds', 's', `1,000,000 rows < ${seconds}`),
    figure('processor time', 'processorSeconds', 's', 'on two quiet cores, the time is half of it'),
    figure('peak memory', 'megabytes', 'MB', '< 300'),
  ];
}

/** Of the whole process with all its threads. */
async function run(program: string, args: readonly string[]): Promise<Usage> {
  const { stderr } = await promisify(execFile)(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(tellUsage)}`, join(program, 'bin/syndisco.js'), ...args],
    { maxBuffer: 1 << 26 },
  );
  const [, json = ''] = stderr.split('usage: ');
  return JSON.parse(json) as Usage;
}

function medianOf(usages: readonly Usage[]): Usage {
  const median = (key: keyof Usage): number =>
    usages.map((usage) => usage[key]).sort((a, b) => a - b)[usages.length >> 1] ?? 0;
  return {
    seconds: median('seconds'),
    processorSeconds: median('processorSeconds'),
    megabytes: median('megabytes'),
  };
}
