import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../src/generated/annotation.js';
import type { Calibration } from '../../src/generated/calibration.js';
import type { Discussion } from '../../src/generated/discussion.js';
import { root, syndisco, townHallProject, writeIn, type Project } from './syndisco.js';

interface Plan {
  conditions: { name: string; jobs: number; turns: number; left: number }[];
  jobs: PlannedJob[];
  loads: { model: string; kind: string; jobs: number }[];
  jobs_left: number;
  estimate: { seconds: number; low: number; high: number; promptTokens: number; cost?: number } | null;
  warning?: string;
}

interface PlannedJob {
  kind: string;
  id: string;
  hash?: string;
  state: string;
  reason: string;
  topic?: string;
  seats?: { name: string; role: string }[];
  opening_seats?: number[];
  seeds?: (number | null)[];
}

async function planOf({ config }: Project, ...args: string[]): Promise<Plan> {
  const exit = await syndisco(['plan', '-c', config, '--json', ...args]);
  expect(exit.code, exit.stderr).toBe(0);
  return JSON.parse(exit.stdout) as Plan;
}

const reasons = ({ jobs }: Plan): string[] =>
  jobs.filter(({ kind }) => kind === 'discussion').map(({ reason }) => reason);

const annotationIds = ({ jobs }: Plan): string[] => jobs.flatMap(({ kind, id }) => (kind === 'annotation' ? [id] : []));

async function madeAnnotations({ dir }: Project): Promise<string[]> {
  const files = await readdir(join(dir, 'run/annotations'));
  return files.map((file) => file.replace(/\.json$/, ''));
}

/** Discussions that the Python original made. */
function addOriginals({ dir }: Project, folder: string): Promise<void> {
  return cp(join(root, 'examples/original-files/era-a/discussions'), join(dir, folder), { recursive: true });
}

async function measuredIn({ dir }: Project): Promise<Calibration> {
  const folder = join(dir, 'run/calibration');
  const [file = ''] = await readdir(folder);
  return JSON.parse(await readFile(join(folder, file), 'utf8')) as Calibration;
}

/** Answers at once; in another mood, which the environment decides, too late for any measurement, or never. */
const moodyEngine = `import { setTimeout as delay } from 'node:timers/promises';
export const load = () => ({
  slots: 1,
  async generate() {
    if (process.env.MOOD === 'slow') await delay(10_000);
    if (process.env.MOOD === 'broken') throw new Error('out of words');
    return { text: 'Hm.' };
  },
});
`;

/** Throws at its 14th request and at every later one: the first two discussions are made in part. */
const tiringEngine = `let requests = 0;
export const load = () => ({
  slots: 1,
  generate() {
    requests += 1;
    if (requests > 13) throw new Error('out of words');
    return { text: 'Hm.' };
  },
});
`;

describe('syndisco plan', () => {
  it('when nothing was made, then every job is new, and the run directory is not even begun', async () => {
    await using project = await townHallProject();
    const plan = await planOf(project);
    expect(reasons(plan)).toEqual(['new', 'new', 'new', 'new']);
    expect(plan.conditions).toEqual([expect.objectContaining({ name: 'town-hall', jobs: 4, turns: 40, left: 40 })]);
    expect(plan.jobs).toHaveLength(4 + 4 * 2);
    expect(plan.loads).toEqual([{ model: 'scripted', kind: 'discussion', jobs: 4 }]);
    expect(plan.estimate).toBeNull();
    await expect(rm(join(project.dir, 'run'), { recursive: true })).rejects.toThrow('ENOENT');
  });

  it('when every job is listed as JSON, then all that was drawn for it is there, and is what the run makes', async () => {
    await using project = await townHallProject();
    const role = 'discussions.roles=[{ name: troll, count: 1, instructions_path: instructions/participant.txt }]';
    const { jobs } = await planOf(project, '--jobs', '--set', role);
    expect((await syndisco(['run', '-c', project.config, '--set', role])).code).toBe(0);
    const hashes = new Map((await planOf(project, '--set', role)).jobs.map(({ id, hash }) => [id, hash]));
    for (const { kind, id, hash, topic, seats, opening_seats: openings = [], seeds } of jobs) {
      const file = join(project.dir, `run/${kind}s/${id}.json`);
      const made = JSON.parse(await readFile(file, 'utf8')) as Discussion & Annotation;
      // An annotation's hash covers the texts of its discussion, which did not exist.
      expect([hash, hashes.get(id)]).toEqual([kind === 'annotation' ? undefined : made.job_hash, made.job_hash]);
      if (kind === 'annotation') {
        expect(made.comments.map((comment) => comment.seed)).toEqual(made.comments.map(({ turn }) => seeds?.[turn]));
        continue;
      }
      expect({ topic, seats }).toEqual({
        topic: made.topic,
        seats: made.participants.map(({ name, role: played }) => ({ name, role: played })),
      });
      expect(seeds).toEqual(made.logs.map(({ seed = null }) => seed));
      expect(openings.map((seat) => seats?.[seat]?.name)).toEqual([made.logs[0]?.name]);
    }
    expect((await planOf(project)).jobs[0]).not.toHaveProperty('seeds');
  });

  it('when a run ended early, then the plan says where each job goes on, and why one failed', async () => {
    await using project = await townHallProject();
    await project.edit('library_type: scripted', 'library_type: ./engine.mjs');
    await writeIn(project.dir, { 'engine.mjs': tiringEngine });
    await syndisco(['generate', '-c', project.config, '--max-failures', '0']);
    const plan = await planOf(project);
    expect(reasons(plan).filter((reason) => reason.startsWith('failed once: '))).toHaveLength(1);
    const [going] = reasons(plan).filter((reason) => reason.startsWith('continues'));
    expect(going).toMatch(/^continues at turn \d+ of 10$/);
  });

  it('when all is done and an instruction changes, then its file is named', async () => {
    await using project = await townHallProject();
    expect((await syndisco(['generate', '-c', project.config])).code).toBe(0);
    expect(new Set(reasons(await planOf(project)))).toEqual(new Set(['done']));
    const [other] = reasons(await planOf(project, '--set', 'discussions.turn_taking.num_turns=6'));
    expect(other).toBe('changed: num_turns was 5 and is 6');
    await writeFile(join(project.dir, 'instructions/participant.txt'), 'Be brief.\n');
    const [reason] = reasons(await planOf(project));
    expect(reason).toMatch(/^changed: .*instructions\/participant\.txt /);
  });

  it('when the models are measured, then time, tokens, cost and a warning follow, and the run is told beside it', async () => {
    await using project = await townHallProject();
    await project.edit('slots: 4', 'slots: 4, delay_ms: 20');
    const plan = await planOf(project, '--calibrate', '5', '--cost-per-hour', '3600', '--wall-time', '1s');
    const { estimate } = plan;
    if (!estimate) throw new Error('no estimate');
    expect(estimate.high).toBeGreaterThan(estimate.low);
    expect(estimate.promptTokens).toBeGreaterThan(1000);
    expect(estimate.cost).toBeCloseTo(estimate.seconds, 5);
    expect((await planOf(project, '--wall-time', '1')).warning === undefined).toBe(estimate.high <= 1);
    const exit = await syndisco(['run', '-c', project.config]);
    expect(exit.stdout).toMatch(/^time {9}took .*; expected .*, (inside|outside) the interval from .* to /m);
    expect((await planOf(project)).estimate).toBeNull();
  });

  it('when the folder holds discussions that nobody planned, then the plan has the annotations that a run makes', async () => {
    await using project = await townHallProject();
    await addOriginals(project, 'run/discussions');
    const plan = await planOf(project);
    expect(annotationIds(plan)).toHaveLength((4 + 3) * 2);
    expect((await syndisco(['run', '-c', project.config])).code).toBe(0);
    expect((await madeAnnotations(project)).sort()).toEqual(annotationIds(plan).sort());
    expect((await planOf(project)).jobs_left).toBe(0);
  });

  it('when the annotators read another folder, then discussions that are still to be made are not planned for them', async () => {
    await using project = await townHallProject();
    await project.edit('    annotator_persona_path', '    discussions_dir: finished\n    annotator_persona_path');
    await addOriginals(project, 'finished');
    expect(annotationIds(await planOf(project))).toHaveLength(3 * 2);
  });

  it('when an action is switched off, then the plan leaves it out as a run does', async () => {
    await using project = await townHallProject();
    await addOriginals(project, 'run/discussions');
    const annotating = await planOf(project, '--set', 'actions.generate_discussions=false');
    expect(annotating.jobs.map(({ kind }) => kind)).toEqual(Array(3 * 2).fill('annotation'));
    const generating = await planOf(project, '--set', 'actions.generate_annotations=false');
    expect(generating.jobs.map(({ kind }) => kind)).toEqual(Array(4).fill('discussion'));
  });

  it('when a config only annotates, then its annotations are planned, and annotate makes them', async () => {
    await using project = await townHallProject();
    const text = await readFile(project.config, 'utf8');
    await writeFile(project.config, text.replace(/^discussions:\n(?: .*\n)+/m, ''));
    expect((await planOf(project)).jobs_left).toBe(0);
    await addOriginals(project, 'run/discussions');
    const plan = await planOf(project);
    expect(plan.jobs_left).toBe(3 * 2);
    expect((await syndisco(['plan', '-c', project.config])).stdout).toMatch(/^annotations: 6 \(6 new\)$/m);
    expect((await syndisco(['annotate', '-c', project.config])).code).toBe(0);
    expect((await madeAnnotations(project)).sort()).toEqual(annotationIds(plan).sort());
  });

  it('when a shard is made, then what was expected of it is told beside it, not of the whole plan', async () => {
    await using project = await townHallProject();
    await planOf(project, '--calibrate', '5s');
    const { kinds } = await measuredIn(project);
    const exit = await syndisco(['generate', '-c', project.config, '--shard', '2/4', '--json']);
    const { timing } = JSON.parse(exit.stdout) as { timing: { expected: { promptTokens: number } } };
    expect(timing.expected.promptTokens).toBeCloseTo(10 * (kinds['discussion']?.prompt_tokens ?? 0), 5);
  });

  it('when nothing is left, then the plan says so, and nothing of time', async () => {
    await using project = await townHallProject();
    expect((await planOf(project)).jobs_left).toBe(4 + 4 * 2);
    expect((await syndisco(['run', '-c', project.config])).code).toBe(0);
    const exit = await syndisco(['plan', '-c', project.config]);
    expect(exit.stdout).toContain('nothing left');
    expect(exit.stdout).not.toMatch(/^time/m);
    expect(await planOf(project)).toMatchObject({ jobs_left: 0, estimate: null });
  });

  it('when a job has failed for good, then it is not among what a run would make', async () => {
    await using project = await townHallProject();
    await project.edit('library_type: scripted', 'library_type: ./engine.mjs');
    await writeIn(project.dir, { 'engine.mjs': moodyEngine });
    const small = 'discussions.experiment_variables.num_experiments=1';
    expect((await syndisco(['generate', '-c', project.config, '--set', small])).code).toBe(0);
    const broken = await syndisco(['generate', '-c', project.config], { env: { MOOD: 'broken' } });
    expect(broken.code, broken.stderr).not.toBe(0);
    const plan = await planOf(project);
    expect(plan.jobs.map(({ state }) => state)).toEqual(['done', 'failed', 'failed', 'failed', 'new', 'new']);
    expect(plan.jobs_left).toBe(2);
  });

  it('when a measurement measures nothing, then the one before it stays, and a warning says what to do', async () => {
    await using project = await townHallProject();
    await project.edit('library_type: scripted', 'library_type: ./engine.mjs');
    await writeIn(project.dir, { 'engine.mjs': moodyEngine });
    const stalled = (): ReturnType<typeof syndisco> =>
      syndisco(['plan', '-c', project.config, '--calibrate', '1s', '--json'], { env: { MOOD: 'slow' } });
    const first = await stalled();
    expect(first.code, first.stderr).toBe(0);
    await expect(measuredIn(project)).rejects.toThrow('ENOENT');
    await planOf(project, '--calibrate', '5s');
    const before = await measuredIn(project);
    const { stdout, stderr } = await stalled();
    expect(await measuredIn(project)).toEqual(before);
    expect((JSON.parse(stdout) as Plan).estimate).not.toBeNull();
    expect(stderr).toMatch(/^warning {2}scripted .*discussion in 1 s: .*--calibrate/m);
  });

  it('when it is printed for a reader, then conditions stand in a table', async () => {
    await using project = await townHallProject();
    const exit = await syndisco(['plan', '-c', project.config, '--jobs']);
    expect(exit.stdout).toMatch(/^condition {2}model {5}discussions {2}done {2}turns {2}left$/m);
    expect(exit.stdout).toMatch(/^ {2}town-hall-0003 {2}new$/m);
  });
});
