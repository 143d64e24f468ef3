/**
 * Prints the time in which 1,800 discussions of 28 or 29 comments, 51,300 in all, pass all detectors, and the peak
 * resident memory, as a line of JSON. The comments are the model output among the labelled ones, in random order.
 */
import { openStream } from '../src/random-stream.js';
import type { Known } from '../src/quality/detector.js';
import { detectorNames, inspectReply } from '../src/quality/inspect-reply.js';
import { loadLanguages } from '../src/quality/languages.js';
import { detectors } from '../src/quality/registry.js';
import { readLabelled } from '../tests/quality/read-labelled.js';

const [discussions, comments] = [1800, 51_300];
const random = openStream([14, 'bench']);
const pool = readLabelled().filter(({ isOfModel }) => isOfModel);
const pick = (): (typeof pool)[number] => pool[random.integer(pool.length)] ?? raise();
await loadLanguages();
const started = performance.now();
let [found, inspected] = [0, 0];
for (let discussion = 0; discussion < discussions; discussion += 1) {
  const history: Known['history'][number][] = [];
  const cast = pick().known;
  const length = Math.floor(((discussion + 1) * comments) / discussions) - inspected;
  for (let turn = 0; turn < length; turn += 1) {
    const { raw } = pick();
    const speaker = cast.actors[random.integer(cast.actors.length)] ?? cast.speaker;
    found += inspectReply(raw, { ...cast, speaker, history }).length;
    history.push({ name: speaker, text: raw });
  }
  inspected += length;
}
const seconds = (performance.now() - started) / 1000;
const megabytes = process.resourceUsage().maxRSS / 1024;
if (process.argv.includes('--each')) console.log(found, timeEach());
console.log(
  JSON.stringify([
    {
      what: `detectors, ${inspected.toLocaleString('en')} comments`,
      value: Number(seconds.toFixed(1)),
      unit: 's',
      target: '< 20',
    },
    { what: 'detectors, peak resident memory', value: Math.round(megabytes), unit: 'MB', target: '< 500' },
  ]),
);

/** Microseconds of each detector a comment. */
function timeEach(): object {
  return Object.fromEntries(
    detectorNames.map((name) => {
      const from = performance.now();
      for (let round = 0; round < 5; round += 1) for (const { raw, known } of pool) detectors[name].finds(raw, known);
      return [name, Math.round(((performance.now() - from) * 1000) / 5 / pool.length)];
    }),
  );
}

function raise(): never {
  throw new Error('no labelled comments');
}
