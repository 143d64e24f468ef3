import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Annotation, AnnotationExperiment, Discussion, DiscussionExperiment } from '../../src/index.js';
import { syndisco } from '../cli/syndisco.js';
import { annotatorOf, collect, loadScript, topics, townHall, townHallCast } from './cast.js';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'syndisco-library-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const metrics = { toxicity: { type: 'integer', minimum: 1, maximum: 5, cannotJudge: false } } as const;

it('when annotators have no names, then each has annotations of every discussion', async () => {
  const model = await loadScript();
  await new DiscussionExperiment(townHall(model)).begin({ outputDir: join(dir, 'd') });
  const annotators = [annotatorOf('', model, 40), annotatorOf('', model, 50)];
  const experiment = new AnnotationExperiment({ annotators, metrics });
  const made = await experiment.begin({ discussionsDir: join(dir, 'd'), outputDir: join(dir, 'a') });
  expect(made.progress).toMatchObject({ kind: 'annotation', total: 6, done: 6, failed: 0 });
  const documents = await collect(made);
  expect(new Set(documents.map(({ annotator }) => annotator.id)).size).toBe(2);
  expect(documents[0]?.comments[0]?.labels?.['toxicity']).toBeGreaterThanOrEqual(1);
  expect(await readdir(join(dir, 'a/annotations'))).toHaveLength(6);
});

it('when names are masked and questions have forms, then annotators read the masks, and each form has documents', async () => {
  const model = await loadScript();
  await new DiscussionExperiment(townHall(model)).begin({ outputDir: join(dir, 'd') });
  const named = { toxicity: { ...metrics.toxicity, question: 'How toxic?', levels: { 1: 'not at all', 5: 'very' } } };
  const experiment = new AnnotationExperiment({
    annotators: [annotatorOf('nora', model)],
    metrics: named,
    maskNames: 'all',
    forms: { reversed: { scale: 'reversed' } },
  });
  const documents = await collect(await experiment.begin({ discussionsDir: join(dir, 'd') }));
  expect(documents.map(({ form }) => form?.name ?? 'plain').sort()).toEqual([
    ...['plain', 'plain', 'plain', 'reversed', 'reversed', 'reversed'],
  ]);
  expect(documents[0]?.specification?.['mask_names']).toBe('all');
});

it('when it has the folder and the name of the discussions, then both are one run, which the command line verifies', async () => {
  const model = await loadScript();
  await new DiscussionExperiment(townHall(model)).begin({ outputDir: dir });
  const experiment = new AnnotationExperiment({ name: 'town-hall', seed: 7, annotators: [annotatorOf('nora', model)] });
  const made = await experiment.begin({ discussionsDir: dir, outputDir: dir });
  expect(made.progress).toMatchObject({ total: 3, done: 3 });
  const verified = await syndisco(['verify', '-c', join(dir, 'config.yaml'), '--set', `run_dir=${dir}`]);
  expect(verified.code, verified.stderr).toBe(0);
});

it('when it begins without a folder, then annotations are in memory, and beginning again makes nothing twice', async () => {
  const model = await loadScript();
  await new DiscussionExperiment(townHall(model)).begin({ outputDir: dir });
  const experiment = new AnnotationExperiment({ annotators: [annotatorOf('nora', model)] });
  const first = await collect(await experiment.begin({ discussionsDir: dir }));
  const again = await experiment.begin({ discussionsDir: dir });
  expect(again.progress).toMatchObject({ done: 3, completions: 0 });
  expect(await collect(again)).toEqual(first);
});

it('when the command line reads a folder of annotations, then it needs nothing but its config, and no other run directory will do', async () => {
  const model = await loadScript();
  await new DiscussionExperiment(townHall(model)).begin({ outputDir: join(dir, 'd') });
  const experiment = new AnnotationExperiment({ annotators: [annotatorOf('nora', model)] });
  await experiment.begin({ discussionsDir: join(dir, 'd'), outputDir: join(dir, 'a') });
  for (const command of ['verify', 'export', 'report']) {
    const exit = await syndisco([command, '-c', join(dir, 'a/config.yaml')]);
    expect(exit.code, exit.stderr).toBe(0);
    const elsewhere = await syndisco([command, '-c', join(dir, 'a/config.yaml'), '--set', 'run_dir=a']);
    expect(elsewhere.code, elsewhere.stdout).toBe(66);
    expect(elsewhere.stderr).toContain('SYNDISCO_RUN_NOT_FOUND');
  }
  expect(await readdir(join(dir, 'a'))).not.toContain('a');
  expect(await readFile(join(dir, 'a/dataset/comments.csv'), 'utf8')).toContain('nora');
});

it('when there are no discussions, then the code is that of the command line', async () => {
  const experiment = new AnnotationExperiment({ annotators: [annotatorOf('nora', await loadScript())] });
  await expect(experiment.begin({ discussionsDir: dir })).rejects.toMatchObject({ code: 'SYNDISCO_DISCUSSIONS_EMPTY' });
});

it('when one annotator reads one discussion in memory, then every comment has an answer', async () => {
  const model = await loadScript();
  const options = townHallCast(model);
  const discussion = new Discussion({ ...options, topic: topics[0] ?? '' });
  await collect(discussion);
  const reading = new Annotation({ annotator: annotatorOf('', model), discussion, metrics });
  const read = await collect(reading);
  expect(read.map(({ comment }) => comment)).toEqual(discussion.comments.map(({ text }) => text));
  expect(read[0]?.labels?.['toxicity']).toBeTypeOf('number');
  expect((await reading.document()).conv_id).toBe('town-hall-0001');
});
