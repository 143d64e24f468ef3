import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Discussion } from '../../src/generated/discussion.js';
import { made, type Made } from './compatible-run.js';
import { startSyndisco, townHallProject, type Project } from './syndisco.js';

describe('silent participants', () => {
  const silent = async (project: Project): Promise<void> => {
    await project.edit('scripted: { slots: 4 }', 'scripted: { slots: 4, silence: 0.5 }');
    await project.edit('num_turns: 5', 'num_turns: 12');
  };
  const leftOut = 'discussions.turn_taking.silent_participants=left_out';
  const silentOf = ({ logs }: Discussion, whose: string): number =>
    logs.filter(({ role, text }) => role === whose && text === '').length;

  it('when they are left out, then only moderators are logged empty, and every comment of a participant has its turn of one', async () => {
    await using one = await townHallProject();
    await using other = await townHallProject();
    await silent(one);
    await silent(other);
    const ours = await made(one);
    const theirs = await made(other, leftOut);
    const sum = (all: readonly Discussion[], whose: string): number =>
      all.reduce((count, discussion) => count + silentOf(discussion, whose), 0);
    expect(sum(ours.discussions, 'participant')).toBeGreaterThan(0);
    expect(sum(theirs.discussions, 'participant')).toBe(0);
    expect(sum(theirs.discussions, 'moderator')).toBeGreaterThan(0);
    for (const { logs } of theirs.discussions) {
      expect(logs.map(({ turn }) => turn)).toEqual(logs.map((_, index) => index));
      expect(logs.slice(1).map(({ role }) => role)).toEqual(
        logs.slice(1).map((_, index) => (index % 2 === 0 ? 'participant' : 'moderator')),
      );
      expect(logs.length).toBeLessThan(1 + 24);
      const seeds = logs.slice(1).map(({ seed }) => seed);
      expect(new Set(seeds).size).toBe(seeds.length);
    }
  });

  it('when the run is killed again and again, then the documents are those of a run that was not', async () => {
    await using one = await townHallProject();
    await using other = await townHallProject();
    for (const project of [one, other]) {
      await silent(project);
      await project.edit('slots: 4', 'slots: 1, delay_ms: 40');
    }
    const whole = await made(one, leftOut);
    for (let kill = 0; kill < 3; kill += 1) {
      const begun = startSyndisco(['generate', '-c', other.config, '--set', leftOut]);
      await growth(other);
      begun.child.kill('SIGKILL');
      await begun.exit;
    }
    const resumed = await made(other, leftOut);
    const texts = ({ discussions }: Made): unknown => discussions.map(({ id, logs }) => [id, logs]);
    expect(texts(resumed)).toEqual(texts(whole));
  });
});

/** Resolves when the journals of a run have grown by some completions. */
async function growth(project: Project): Promise<void> {
  const from = await journalled(project);
  while ((await journalled(project)) < from + 7) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function journalled({ dir }: Project): Promise<number> {
  const folder = join(dir, 'run/journal');
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const texts = names.map((name) => readFile(join(folder, name), 'utf8').catch(() => ''));
  return (await Promise.all(texts)).join('').split('\n').length;
}
