import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Inspection } from '../../src/experiment/inspect-discussions.js';
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

  it('when more replies of a model are flagged than allowed, then its discussions stop with the reason, and a higher limit finishes them', async () => {
    await using project = await fencedProject('{ stop_above: { markup: 10% }, stop_after: 6 }');
    await project.edit('print_to_terminal: false', 'print_to_terminal: true');
    const stopped = await syndisco(['generate', '-c', project.config]);
    expect(stopped.code).toBe(75);
    expect(stopped.stderr).toMatch(
      /no more discussions with .*: markup in \d+ of its first \d+ replies .*stop_above allows 10 %/,
    );
    const finished = await syndisco(['generate', '-c', project.config, '--set', 'quality.stop_above={markup: 90%}']);
    expect(finished.code, finished.stderr).toBe(0);
    expect(finished.stderr).toMatch(/comments flagged: markup/);
  });
});

describe('syndisco inspect', () => {
  it('when the folder has discussions of the original, then the table has a column for each model and role of theirs', async () => {
    const folder = join(root, 'examples/original-files/era-b');
    const { code, stdout } = await syndisco(['inspect', folder]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+ discussions, \d+ generated comments/);
    const asJson = JSON.parse((await syndisco(['inspect', folder, '--json'])).stdout) as Inspection;
    expect(asJson.comments).toBeGreaterThan(0);
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
