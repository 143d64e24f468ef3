/**
 * Prints the diversity of 1,800 discussions of 30 comments, and its ratio to Python's `rouge_score` on the first of them
 * in the same run, as a line of JSON. Without the package (SYNDISCO_PYTHON names the interpreter) there is no ratio.
 */
import { spawnSync } from 'node:child_process';
import { diversityOf } from '../src/analysis/rouge-l.js';
import { openStream } from '../src/random-stream.js';

const [discussions, compared] = [1800, 10];
const random = openStream([5, 'bench']);
const word = (): string => `word${Math.floor(random.share() ** 3 * 2000)}`;
const comment = (): string => Array.from({ length: 20 + random.integer(80) }, word).join(' ');
const texts = Array.from({ length: discussions }, () => Array.from({ length: 30 }, comment));

const script = `
import itertools, json, sys, time
from rouge_score import rouge_scorer
scorer = rouge_scorer.RougeScorer(["rougeL"])
given = json.load(sys.stdin)
started = time.perf_counter()
found = []
for texts in given:
    scores = [scorer.score(a, b)["rougeL"].fmeasure for a, b in itertools.combinations(texts, 2)]
    found.append(1 - sum(scores) / len(scores))
print(json.dumps([time.perf_counter() - started, found]))
`;

const seconds = (work: () => void): number => {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
};

const sample = texts.slice(0, compared);
sample.forEach((each) => diversityOf(each)); // compiled before it is measured
const all = seconds(() => {
  for (const each of texts) diversityOf(each);
});
const figures = [
  { what: 'diversity of 1,800 discussions × 30 comments, one thread', value: round(all), unit: 's', target: '' },
];
const python = spawnSync(process.env['SYNDISCO_PYTHON'] ?? 'python3', ['-c', script], {
  input: JSON.stringify(sample),
  encoding: 'utf8',
});
if (python.status === 0) {
  const [theirs, found] = JSON.parse(python.stdout) as [number, number[]];
  const error = Math.max(
    ...sample.map((each, index) => Math.abs((diversityOf(each).diversity ?? 0) - (found[index] ?? 1))),
  );
  if (error > 1e-9) throw new Error(`rouge_score differs by ${error}`);
  const ratio = theirs / compared / (all / discussions);
  figures.push({
    what: "diversity, as fast as Python's rouge_score",
    value: Math.round(ratio),
    unit: '×',
    target: '≥ 50',
  });
}
console.log(JSON.stringify(figures));

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
