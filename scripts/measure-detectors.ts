/**
 * Compares the detectors with the labelled comments of the held-out part (tests/quality), and writes what the program and
 * the docs say of them: `src/generated/detector-figures.ts` and the table of `docs/quality.md`. With `--check` it only
 * compares, and fails on a difference.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { detectorNames } from '../src/quality/inspect-reply.js';
import { loadLanguages } from '../src/quality/languages.js';
import { detectors } from '../src/quality/registry.js';
import { readLabelled, type Labelled } from '../tests/quality/read-labelled.js';

/** Of the Wilson interval of precision: below it, a detector only flags. */
const preciseEnough = 0.8;

await loadLanguages();
const heldOut = readLabelled().filter(({ isHeldOut }) => isHeldOut);
const figures = detectorNames.map((name) => {
  const found = heldOut.filter(({ raw, known }) => detectors[name].finds(raw, known));
  const present = heldOut.filter(({ labels }) => labels.has(name));
  const isRight = ({ labels }: Labelled): boolean => labels.has(name);
  const right = found.filter(isRight).length;
  const ofModel = found.filter(({ isOfModel }) => isOfModel);
  const precision = wilson(right, found.length);
  return {
    ...{ name, right, found: found.length, present: present.length, precision },
    recall: wilson(right, present.length),
    ofModel: { right: ofModel.filter(isRight).length, found: ofModel.length },
    mayAct: precision.low >= preciseEnough,
    strips: detectors[name].strip !== undefined,
  };
});

const table = [
  ['detector', 'precision (95 %)', 'recall (95 %)', 'of these from models', 'may'],
  ['---', '---', '---', '---', '---'],
  ...figures.map(({ name, right, found, present, precision, recall, ofModel, mayAct, strips }) => [
    `\`${name}\``,
    describe(right, found, precision),
    describe(right, present, recall),
    ofModel.found === 0 ? 'none' : `${ofModel.right} of ${ofModel.found}`,
    mayAct ? `flag, ${strips ? 'strip, ' : ''}resample` : 'flag (experimental)',
  ]),
].map((cells) => `| ${cells.join(' | ')} |`);

const program = `/* Generated from tests/quality by scripts/measure-detectors.ts. Change the detectors, not this file. */

/** What each detector may do: act on a reply if it is precise enough on the held-out comments, strip if it can. */
export const detectorFigures = {
${figures.map(({ name, right, found, precision, mayAct, strips }) => `  ${name}: { right: ${right}, found: ${found}, precisionFrom: ${precision.low.toFixed(3)}, mayAct: ${mayAct}, strips: ${strips} },\n`).join('')}} as const;
`;
await keep('src/generated/detector-figures.ts', program);
const page = await readFile(new URL('../docs/quality.md', import.meta.url), 'utf8');
const marked = /(<!-- figures -->)[\s\S]*(<!-- end of figures -->)/;
await keep('docs/quality.md', page.replace(marked, `$1\n\n${table.join('\n').replaceAll('$', '$$$$')}\n\n$2`));
if (!process.argv.includes('--check')) console.log(table.join('\n'));

async function keep(name: string, text: string): Promise<void> {
  const target = new URL(`../${name}`, import.meta.url);
  const written = await format(text, {
    ...(await resolveConfig(fileURLToPath(target))),
    filepath: fileURLToPath(target),
  });
  if ((await readFile(target, 'utf8').catch(() => '')) === written) return;
  if (process.argv.includes('--check')) {
    console.error(`${name} is not what the detectors find in tests/quality: run npm run measure:detectors`);
    process.exitCode = 1;
  } else await writeFile(target, written);
}

/** The 95 % interval of a share (Wilson 1927). */
function wilson(hits: number, of: number): { low: number; high: number } {
  if (of === 0) return { low: 0, high: 1 };
  const z = 1.959964;
  const share = hits / of;
  const centre = (share + z ** 2 / (2 * of)) / (1 + z ** 2 / of);
  const half = (z * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2))) / (1 + z ** 2 / of);
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

function describe(hits: number, of: number, { low, high }: { low: number; high: number }): string {
  return of === 0 ? 'none found' : `${(hits / of).toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)}), ${hits} of ${of}`;
}
