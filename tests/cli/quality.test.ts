import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Inspection } from '../../src/experiment/tally-flags.js';
import type { Discussion } from '../../src/generated/discussion.js';
import { made, run } from './compatible-run.js';
import { root, startSyndisco, syndisco, townHallProject, type Project } from './syndisco.js';

/** Puts every third reply in a code fence, decided by the seed alone, as a model would be. */
const fencing = `export const load = () => ({ slots: 1, model: { fingerprint: 'town' }, generate: async ({ sampling: { seed } }) => {
  await new Promise((resolve) => setTimeout(resolve, 15));
  const text = \`Reading number \${seed} is for Sundays.\`;
  return seed % 3 === 0 ? '\\\`\\\`\\\`\\n' + text + '\\n\\\`\\\`\\\`' : text;
} });`;

async function fencedProject(quality: string): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await writeFile(join(project.dir, 'fencing.mjs'), fencing);
  await project.edit('library_type: scripted', 'library_type: ./fencing.mjs');
  await project.edit('  scripted: { slots: 4 }\n', '');
  await project.edit('experiment:', `quality: ${quality}\nexperiment:`);
  return project;
}

describe('quality', () => {
  it('when an experimental detector is to act, or one that cannot strip is to strip, then the config is refused at its line', async () => {
    await using project = await fencedProject('{ policy: { template_echo: resample, refusal: strip } }');
    const exit = await syndisco(['validate', '-c', project.config]);
    expect(exit.code).toBe(78);
    expect(exit.stderr).toMatch(
      /town-hall\.yml:1:\d+ .*quality\.policy\.template_echo.*experimental and may only flag/,
    );
    expect(exit.stderr).toMatch(/nothing to strip from a reply in which refusal is found/);
  });

  it('when a detector does not exist, then the config says which is meant', async () => {
    await using project = await fencedProject('{ policy: { mark_up: strip }, stop_above: { refusals: 10% } }');
    const exit = await syndisco(['validate', '-c', project.config]);
    expect(exit.code).toBe(78);
    expect(exit.stderr).toMatch(/Did you mean "?markup/);
    expect(exit.stderr).toMatch(/Did you mean "?refusal/);
  });

  it('when a run with resampling is killed again and again, then it has the tries of one that was not', async () => {
    const quality = '{ policy: { markup: resample }, resample_budget: 3 }';
    await using one = await fencedProject(quality);
    await using other = await fencedProject(quality);
    const whole = await made(one);
    for (let kill = 0; kill < 3; kill += 1) {
      const begun = startSyndisco(['generate', '-c', other.config]);
      await new Promise((resolve) => setTimeout(resolve, 1500 + 200 * kill));
      begun.child.kill('SIGKILL');
      await begun.exit;
    }
    const resumed = await made(other);
    const logsOf = (discussions: readonly Discussion[]): unknown => discussions.map(({ id, logs }) => [id, logs]);
    expect(logsOf(resumed.discussions)).toEqual(logsOf(whole.discussions));
    const comments = whole.discussions.flatMap(({ logs }) => logs);
    expect(
      comments.filter(({ failed_tries: tries }) => tries?.some(({ resampled }) => resampled)).length,
    ).toBeGreaterThan(3);
    const exported = await run(one, ['export', '--csv', '--json']);
    expect(JSON.parse(exported.stdout)).toMatchObject({});
    const inspected = JSON.parse((await syndisco(['inspect', join(one.dir, 'run'), '--json'])).stdout) as Inspection;
    const sum = (key: 'flagged' | 'firstTries'): number =>
      inspected.groups.reduce((all, group) => all + group[key].markup, 0);
    expect(sum('firstTries')).toBeGreaterThan(sum('flagged'));
  });

  it('when a detector of the user throws, then nothing is lost, and with a better one the run goes on and its finds are flags', async () => {
    await using project = await fencedProject(
      '{ detectors: { sundays: ./sundays.mjs }, stop_above: { sundays: 100% } }',
    );
    const detector = join(project.dir, 'sundays.mjs');
    await writeFile(
      detector,
      'export const finds = (raw, { history }) => { if (history.length > 3) throw Error("no"); return true; };',
    );
    const stopped = await syndisco(['generate', '-c', project.config]);
    expect([stopped.code, stopped.stderr]).toEqual([
      69,
      expect.stringMatching(/sundays\.mjs.*throws Error: no at turn \d/),
    ]);
    const folder = join(project.dir, 'run/journal');
    const journalled = await textsBelow(folder);
    await writeFile(
      detector,
      'export const finds = (raw, { history }) => raw.includes("Sundays") && history.length > 1;',
    );
    const { discussions } = await made(project);
    const kept = [...journalled.matchAll(/"text":"([^"]+)"/g)].map(([, text]) => text);
    const texts = discussions.flatMap(({ logs }) =>
      logs.map(({ raw_text: raw }) => JSON.stringify(raw ?? '').slice(1, -1)),
    );
    expect(kept.length).toBeGreaterThan(0);
    expect(texts).toEqual(expect.arrayContaining(kept));
    expect(discussions.flatMap(({ logs }) => logs).some(({ flags }) => flags?.includes('sundays'))).toBe(true);
    expect((await inspected([join(project.dir, 'run')])).groups[0]?.flagged).toHaveProperty('sundays');
  });

  it('when more replies of a model are flagged than allowed, then its discussions stop with the reason, and a higher limit finishes them', async () => {
    await using project = await fencedProject('{ stop_above: { markup: 10% }, stop_after: 6 }');
    await project.edit('print_to_terminal: false', 'print_to_terminal: true');
    const stopped = await syndisco(['generate', '-c', project.config]);
    expect(stopped.code).toBe(75);
    expect(stopped.stderr).toMatch(
      /no more discussions with .*: markup in \d+ of its first \d+ replies .*stop_above allows 10 %/,
    );
    expect(stopped.stdout).toContain('quality.stop_above has stopped');
    const finished = await syndisco(['generate', '-c', project.config, '--set', 'quality.stop_above={markup: 90%}']);
    expect(finished.code, finished.stderr).toBe(0);
    expect(finished.stderr).toMatch(/comments flagged: markup/);
  });
});

async function textsBelow(folder: string): Promise<string> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.jsonl'));
  return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('');
}

async function inspected(args: readonly string[]): Promise<Inspection> {
  const { stdout, stderr } = await syndisco(['inspect', ...args, '--json']);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Inspection;
}

describe('syndisco inspect', () => {
  it('when the folder has discussions of the original, then the table has a column for each model and role of theirs', async () => {
    const folder = join(root, 'examples/original-files/era-b');
    const { code, stdout } = await syndisco(['inspect', folder]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+ discussions, \d+ generated comments/);
    const asJson = JSON.parse((await syndisco(['inspect', folder, '--json'])).stdout) as Inspection;
    expect(asJson.comments).toBeGreaterThan(0);
  });

  it('when a discussion of a run is edited and accepted, and another is withdrawn, then the first is read and the second left out', async () => {
    await using project = await fencedProject('{}');
    await made(project);
    const runDir = join(project.dir, 'run');
    const before = await inspected([runDir]);
    const edited = join(runDir, 'discussions/town-hall-0001.json');
    await writeFile(edited, (await readFile(edited, 'utf8')).replaceAll('is for Sundays', 'is for Mondays'));
    expect((await syndisco(['inspect', runDir])).stderr).toContain('SYNDISCO_PUBLISHED_CHANGED');
    await run(project, ['verify', '--accept', 'town-hall-0001']);
    await run(project, ['withdraw', 'town-hall-0002', '--why', 'the wrong topic']);
    for (const args of [[runDir], [join(runDir, 'discussions')], ['-c', project.config]]) {
      const after = await inspected(args);
      expect([after.discussions, after.withdrawn]).toEqual([before.discussions - 1, 1]);
    }
    expect((await syndisco(['inspect', runDir])).stdout).toContain('1 withdrawn discussion is left out');
  });

  it('when a run publishes elsewhere, then its config finds its discussions, and the run directory says so', async () => {
    await using project = await fencedProject('{}');
    await project.edit('    topics_dir: topics', '    topics_dir: topics\n    output_dir: elsewhere');
    await run(project, ['generate']);
    const exit = await syndisco(['inspect', join(project.dir, 'run')]);
    expect(exit.code).toBe(64);
    expect(exit.stderr).toMatch(/publishes its discussions in another folder.*inspect -c/);
    expect(await inspected(['-c', project.config])).toMatchObject({ discussions: 4 });
  });

  it('when a moderator was asked and did not intervene, then that is no generated comment', async () => {
    await using project = await fencedProject('{}');
    await project.edit('  turn_taking:', '  moderator: { may_intervene: ask, may_stay_silent: false }\n  turn_taking:');
    const deciding = fencing.replace('async ({ sampling: { seed } })', 'async ({ key, sampling: { seed } })');
    const answer = "if (key.aside) return seed % 2 ? 'no' : 'yes';";
    await writeFile(join(project.dir, 'fencing.mjs'), deciding.replace('const text', `${answer} const text`));
    const { discussions } = await made(project);
    const moderated = discussions.flatMap(({ logs }) => logs.filter(({ role }) => role === 'moderator'));
    const spoken = moderated.filter(({ intervention }) => intervention?.decision !== 'no');
    expect(spoken.length).toBeLessThan(moderated.length);
    const { groups } = await inspected([join(project.dir, 'run')]);
    const moderator = groups.find(({ role }) => role === 'moderator');
    expect([moderator?.comments, moderator?.flagged.empty]).toEqual([spoken.length, 0]);
  });

  it('when there is no such folder, or no discussion in it, then that is said', async () => {
    await using project = await townHallProject();
    for (const folder of [join(project.dir, 'nowhere'), join(project.dir, 'topics')]) {
      const exit = await syndisco(['inspect', folder]);
      expect(exit.code).toBe(64);
      expect(exit.stderr).toMatch(/There is no (?:folder|discussion)/);
    }
  });
});
