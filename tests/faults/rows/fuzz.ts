import fc from 'fast-check';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { readExperiment as ReadExperiment } from '../../../src/cli/experiment.js';
import type { SyndiscoError as ToldError } from '../../../src/errors.js';
import type { exportDataset as ExportDataset } from '../../../src/run/export-dataset.js';
import type { writeDerived as WriteDerived } from '../../../src/store/write-derived.js';
import { program, run } from '../program.js';
import { root } from '../../cli/syndisco.js';
import { tryAll, type Row } from '../row.js';
import { scratch } from '../scratch.js';
import { buildTown } from '../town.js';

interface Doors {
  readExperiment: typeof ReadExperiment;
  exportDataset: typeof ExportDataset;
  writeDerived: typeof WriteDerived;
  SyndiscoError: typeof ToldError;
}

const longestMs = 2000;
const silent = { info: () => undefined, warn: () => undefined };

/** Mangled YAML, JSON and argv: told, never a bug (exit 70), never slow. */
export const fuzz: Row = {
  name: 'fuzz: YAML, JSON, argv',
  async run(tier) {
    const doors = await loadDoors();
    const found: string[] = [];
    const runs = tier.count(1200, 2_000_000);
    await fuzzExperiment(doors, Math.ceil(runs * 0.7), tier.seed, found);
    await fuzzDocuments(doors, Math.ceil(runs * 0.3), tier.seed, found);
    const lines = fc.sample(argv(), { numRuns: tier.count(10, 500), seed: tier.seed });
    found.push(...(await tryAll(lines, tier.parallel, tryArgv)));
    return { faults: runs + lines.length, violations: found };
  },
};

async function loadDoors(): Promise<Doors> {
  const files = ['cli/experiment.js', 'run/export-dataset.js', 'store/write-derived.js', 'errors.js'];
  const modules = await Promise.all(
    files.map((file) => import(join(program, 'dist', file)) as Promise<Partial<Doors>>),
  );
  return Object.assign({}, ...modules) as Doors;
}

/** The config and every file that it names, one of them mangled. */
async function fuzzExperiment(doors: Doors, numRuns: number, seed: number, found: string[]): Promise<void> {
  const town = await buildTown();
  const names = ['town-hall.yml', 'personas.json', 'annotators.json', 'topics/free-buses.txt'] as const;
  const texts = new Map<string, string>();
  for (const name of names) texts.set(name, await readFile(join(town.dir, name), 'utf8'));
  const cases = fc.tuple(fc.constantFrom(...names), mangling());
  for (const [name, change] of fc.sample(cases, { numRuns, seed })) {
    const text = change(texts.get(name) ?? '');
    await writeFile(join(town.dir, name), text);
    const work = doors.readExperiment({ config: town.config, set: [] }, () => ({
      discussions: true,
      annotation: true,
    }));
    await mustBeTold(doors, work, `${name}: ${JSON.stringify(text.slice(0, 200))}`, found);
    await writeFile(join(town.dir, name), texts.get(name) ?? '');
  }
}

/** Documents of the original, mangled, on their way to the CSV. */
async function fuzzDocuments(doors: Doors, numRuns: number, seed: number, found: string[]): Promise<void> {
  const dir = await scratch();
  const examples = join(root, 'examples/original-files/era-a');
  const discussion = await readFile(join(examples, 'discussions/moderated/25-02-01-10-30.json'), 'utf8');
  const options = { discussionsDir: dir, annotationsDir: join(dir, 'none'), path: join(dir, 'out.csv'), log: silent };
  for (const change of fc.sample(mangling(), { numRuns, seed: seed + 1 })) {
    const text = change(discussion);
    await writeFile(join(dir, 'discussion.json'), text);
    const { writeDerived: replaceFile } = doors;
    const work = doors.exportDataset({ ...options, originalColumns: false, raw: false, replaceFile });
    await mustBeTold(doors, work, `a discussion: ${JSON.stringify(text.slice(0, 200))}`, found);
  }
}

async function mustBeTold(doors: Doors, work: Promise<unknown>, what: string, found: string[]): Promise<void> {
  const startedAt = performance.now();
  await work.catch((error: unknown) => {
    if (!(error instanceof doors.SyndiscoError)) found.push(`${String(error)} of ${what}`);
  });
  const ms = performance.now() - startedAt;
  if (ms > longestMs) found.push(`${Math.round(ms)} ms for ${what}`);
}

async function tryArgv(args: readonly string[]): Promise<string[]> {
  const town = await buildTown({ jobs: 1, turns: 1 });
  const exit = await run(town, args, { command: 'validate' });
  const isRight = [0, 64, 65, 66, 78].includes(exit.code ?? -1) && exit.ms < 10_000;
  return isRight ? [] : [`exit ${exit.code ?? '?'} for ${JSON.stringify(args)}: ${exit.stderr.slice(0, 300)}`];
}

function argv(): fc.Arbitrary<string[]> {
  const word = fc.string({ maxLength: 12 }).filter((text) => !text.includes('\0'));
  const flag = fc.constantFrom(
    '--set',
    '--json',
    '--debug',
    '--model',
    '-c',
    '--',
    '--help',
    '--stop-after',
    '__proto__=1',
  );
  const assignment = fc.tuple(word, word).map(([key, value]) => `--set=${key}=${value}`);
  return fc.array(fc.oneof(flag, word, assignment), { maxLength: 5 });
}

/** A few cuts and insertions of what parsers stumble over, or any text at all. */
function mangling(): fc.Arbitrary<(text: string) => string> {
  const hard = [
    '{',
    '[',
    '"',
    ':',
    '- ',
    '&a ',
    '*a',
    '<<: ',
    '!!js ',
    '\0',
    '\ud800',
    '\u202e',
    '__proto__',
    'NaN',
    '1e999',
  ];
  const piece = fc.oneof(
    fc.constantFrom(...hard, '---\n', '\t', '\\u0000', '-0', 'null', '[]'),
    fc.string({ maxLength: 8 }),
  );
  const step = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat({ max: 30 }), piece });
  const steps = fc.array(step, { minLength: 1, maxLength: 4 });
  const edited = steps.map(
    (all) => (text: string) =>
      all.reduce((left, { at, cut, piece: added }) => {
        const place = Math.floor(at * left.length);
        return left.slice(0, place) + added + left.slice(place + cut);
      }, text),
  );
  const anything = fc.oneof(fc.string({ maxLength: 200 }), fc.json()).map((text) => () => text);
  return fc.oneof({ weight: 5, arbitrary: edited }, { weight: 1, arbitrary: anything });
}
