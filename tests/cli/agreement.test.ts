import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { madeOnce } from './made-once.js';
import { syndisco, townHallProject, writeIn } from './syndisco.js';

const study = `matrix:
  factors:
    moderation:
      none: { discussions.experiment_variables.include_mod: false }
      strict: {}
declared:
  contrasts: [{ factor: moderation, levels: [none, strict] }]
`;
const metrics =
  '  metrics:\n    toxicity: { type: integer, minimum: 1, maximum: 5 }\n    tone: { type: category, values: [calm, heated] }\n';

const finishedStudy = madeOnce(async () => {
  const project = await townHallProject();
  await project.edit('annotation:\n', `${study}annotation:\n${metrics}`);
  const exit = await syndisco(['run', '-c', project.config]);
  expect(exit.stderr).toBe('');
  return project;
});

async function labelledStudy() {
  const project = await finishedStudy();
  const discussions = (await readdir(join(project.dir, 'run/discussions'))).map((file) => file.replace('.json', ''));
  return { ...project, [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](), discussions: discussions.sort() };
}

interface Found {
  agreement: { metric: string; coders: number; figures: { name: string; estimate?: number }[] }[];
  multiverse: { contrast: string; specifications: number }[];
  calibration?: { metric: string; part: string; humans: number; coders: { coder: string; pairs: number }[] }[];
}

test('when annotators have labelled a study, then the report has their agreement, the multiverse, and tables of both', async () => {
  await using project = await labelledStudy();
  const tables = join(project.dir, 'tables');
  const shown = await syndisco(['report', '-c', project.config, '--tables', tables]);
  const { stdout } = await syndisco(['report', '-c', project.config, '--json', '--labels', 'drawn']);
  const { agreement, multiverse } = JSON.parse(stdout) as Found;

  expect(shown.code).toBe(0);
  expect(shown.stdout).toContain('Agreement of coders');
  expect(agreement.map(({ metric, coders }) => [metric, coders])).toEqual([
    ['toxicity', 2],
    ['tone', 2],
  ]);
  expect(agreement[1]?.figures.map(({ name }) => name)).toEqual([
    'alpha_nominal',
    'alpha_nominal_with_statuses',
    'kappa',
    'percent_agreement',
  ]);
  expect(multiverse[0]).toMatchObject({ contrast: 'moderation: none → strict', specifications: 2 });
  expect(await readFile(join(tables, 'agreement.tex'), 'utf8')).toContain("Krippendorff's alpha, ordinal");
  expect(await readdir(tables)).toContain('multiverse.md');
});

test('when people have labelled comments, then annotators and their panel are compared with them, by part of the split', async () => {
  await using project = await labelledStudy();
  const rows = project.discussions.flatMap((id, index) =>
    ['paula', 'quentin'].map(
      (coder) => `${id}/1,${coder},${1 + (index % 5)},Calm,${index < 4 ? 'development' : 'test'}`,
    ),
  );
  await writeIn(project.dir, { 'people.csv': ['comment_id,coder,toxicity,tone,split', ...rows].join('\n') });
  const args = ['report', '-c', project.config, '--humans', join(project.dir, 'people.csv')];
  const { calibration = [] } = JSON.parse((await syndisco([...args, '--json'])).stdout) as Found;

  expect(calibration.map(({ metric, part, humans }) => [metric, part, humans])).toEqual([
    ['toxicity', 'development', 2],
    ['toxicity', 'test', 2],
    ['tone', 'development', 2],
    ['tone', 'test', 2],
  ]);
  // One annotator declined to judge one of the four comments; the panel has a label of each.
  expect(calibration[0]?.coders.map(({ pairs }) => pairs)).toEqual([8, 6, 8]);
  expect(calibration[0]?.coders.at(-1)?.coder).toBe('panel');
  expect((await syndisco(args)).stdout).toContain('verdicts are of the test part');
});

test('when people have labelled what a named annotation set asks, then report --as compares them with its annotators', async () => {
  await using project = await labelledStudy();
  await project.edit('  metrics:\n', '  metrics:\n    insult: { type: boolean }\n');
  expect((await syndisco(['annotate', '-c', project.config, '--as', 'insults'])).code).toBe(0);
  const rows = project.discussions.map((id, index) => `${id}/1,paula,${String(index % 2 === 0)}`);
  await writeIn(project.dir, { 'people.csv': ['comment_id,coder,insult', ...rows].join('\n') });
  const args = ['report', '-c', project.config, '--humans', join(project.dir, 'people.csv')];

  expect((await syndisco(args)).stderr).toContain('No column is a metric of the default annotation set');
  const named = await syndisco([...args, '--as', 'insults', '--json']);
  expect(named.stderr).toBe('');
  const { calibration = [] } = JSON.parse(named.stdout) as Found;
  expect(calibration.map(({ metric, coders }) => [metric, coders.length])).toEqual([['insult', 3]]);
  expect((await syndisco([...args, '--as', 'insults'])).stdout).toContain('insult (insults)');
  const other = await syndisco([...args, '--as', 'insluts']);
  expect([other.code, other.stderr]).toEqual([64, expect.stringContaining('the sets are default and insults')]);
  const alone = await syndisco(['report', '-c', project.config, '--as', 'insults']);
  expect([alone.code, alone.stderr]).toEqual([64, expect.stringContaining('--as is about labels by people')]);
});

test('when people are compared with expected values, then no metric drops out', async () => {
  await using project = await labelledStudy();
  const rows = project.discussions.map((id, index) => `${id}/1,${1 + (index % 5)},Calm`);
  await writeIn(project.dir, { 'people.csv': ['comment_id,toxicity,tone', ...rows].join('\n') });
  const args = ['report', '-c', project.config, '--json', '--humans', join(project.dir, 'people.csv')];
  const { calibration = [] } = JSON.parse((await syndisco([...args, '--labels', 'expected'])).stdout) as Found;

  expect(calibration.map(({ metric }) => metric)).toEqual(['toxicity', 'tone']);
  expect(calibration[0]?.coders[0]?.pairs).toBeGreaterThan(0);
});

test('when labels by people do not fit the study, then every problem is told with its line and column', async () => {
  await using project = await labelledStudy();
  const [id = ''] = project.discussions;
  const problemsOf = async (csv: string): Promise<string> => {
    await writeIn(project.dir, { 'people.csv': csv });
    const { code, stderr } = await syndisco([
      'report',
      '-c',
      project.config,
      '--humans',
      join(project.dir, 'people.csv'),
    ]);
    expect(code, stderr).toBe(65);
    return stderr;
  };

  const values = await problemsOf(
    `comment_id,coder,toxicity,tone\n${id}/1,paula,7,calm\n${id}/2,paula,3,hot\nx/1,paula,3,\n`,
  );
  expect(values).toMatch(/people\.csv:2:\d+ .*"7" is no label of toxicity/s);
  expect(values).toMatch(/people\.csv:3:\d+ .*"hot" is no label of tone/s);
  expect(values).toMatch(/people\.csv:4:\d+ .*No comment of this study has the comment_id "x\/1"/s);
  const rows = await problemsOf(
    `comment_id,coder,toxicity,split\n${id}/1,paula,3,test\n${id}/1,paula,4,dev\n,paula,3,tset\n`,
  );
  expect(rows).toMatch(/people\.csv:3:1 .*"paula" labels .* twice: also in line 2/s);
  expect(rows).toContain('is in both parts of the split');
  expect(rows).toContain('This row has no comment_id.');
  expect(rows).toContain('The split of this row is "tset"');
  expect(await problemsOf(`comment_id,coder,toxicty\n${id}/1,paula,3\n`)).toContain('Is it the metric "toxicity"?');
  expect(await problemsOf(`comment_id,coder,mood\n${id}/1,paula,3\n`)).toContain(
    'No column is a metric of the default annotation set.',
  );
  expect(await problemsOf(`comment,coder,tone\n${id}/1,paula,calm\n`)).toContain('There is no column "comment_id"');
});
