import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Discussion } from '../../src/generated/discussion.js';
import { made, run, type Made } from './compatible-run.js';
import { startSyndisco, townHallProject, type Project } from './syndisco.js';

const probes = `  probes:
    support: { question: "Should buses be free?", answer: { type: integer, minimum: 1, maximum: 5 }, ask: [before, { every: 2 }, after] }
    oppose: { question: "Should buses cost money?", answer: { type: integer, minimum: 1, maximum: 5 }, negates: support }
    mood: { question: "How is the discussion?", answer: { type: category, values: [calm, heated] }, ask: [after], controls: [] }
`;

async function probed(project: Project): Promise<void> {
  await project.edit('  turn_taking:', `${probes}  turn_taking:`);
}

const contentOf = ({ discussions }: Made): unknown =>
  discussions.map(({ id, logs, probes: asked }) => [id, logs, asked]);

describe('probes from the config to the data set', () => {
  it('when participants are asked, then the comments are those of a run without, and the answers are in the tidy data set, the report and the transcript', async () => {
    await using plain = await townHallProject();
    await using project = await townHallProject();
    await probed(project);
    const before = await made(plain);
    const after = await made(project);
    expect(after.discussions.map(({ logs }) => logs)).toEqual(before.discussions.map(({ logs }) => logs));
    await run(project, ['export', '--tidy']);
    const rows = (await readFile(join(project.dir, 'run/dataset/tidy/probes.csv'), 'utf8')).trim().split('\r\n');
    const asked = after.discussions.flatMap((discussion: Discussion) => discussion.probes?.answers ?? []);
    expect(rows).toHaveLength(1 + asked.length);
    expect(asked).toHaveLength(4 * 3 * (2 + 3 + 3 + 3 + 2 + 3 + 1));
    expect(rows[0]).toBe(
      'discussion_id,actor,role,persona_id,probe,time,turns,turn,arm,model,value,value_numeric,status,probability,expected,legal_mass,probabilities',
    );
    const report = await run(project, ['report']);
    expect(report.stdout).toContain('Opinions over time');
    expect(report.stdout).toContain('due to the discussion');
    expect(report.stdout).toContain('Share of coherent answers');
    const shown = await run(project, ['show', after.discussions[0]?.id ?? '']);
    expect(shown.stdout).toMatch(/\(private, before the discussion\) \S+: support (\d|\(cannot judge\)), again: /);
    expect(shown.stdout).toMatch(/\(private, after the discussion\) \S+: mood (calm|heated|\(cannot judge\))\n/);
    await run(plain, ['export', '--tidy']);
    expect(await readdir(join(plain.dir, 'run/dataset/tidy'))).not.toContain('probes.csv');
    const verified = await run(project, ['verify']);
    expect(verified.code).toBe(0);
  });

  it('when the run is killed again and again in the middle of probes, then the documents are those of a run that was not', async () => {
    await using one = await townHallProject();
    await using other = await townHallProject();
    for (const project of [one, other]) {
      await probed(project);
      await project.edit('slots: 4', 'slots: 1, delay_ms: 20');
    }
    const whole = await made(one);
    for (let kill = 0; kill < 4; kill += 1) {
      const begun = startSyndisco(['generate', '-c', other.config]);
      await growth(other, 9 + 4 * kill);
      begun.child.kill('SIGKILL');
      await begun.exit;
    }
    expect(await journalled(other)).toContain('"aside":"support asked 0"');
    expect(contentOf(await made(other))).toEqual(contentOf(whole));
  });

  it('when a moderator is asked first, then the run has its answers, and its silence is counted', async () => {
    await using project = await townHallProject();
    await project.edit('  turn_taking:', '  moderator: { may_intervene: ask }\n  turn_taking:');
    const { discussions } = await made(project);
    const moderated = discussions.flatMap(({ logs }) => logs.filter(({ role }) => role === 'moderator'));
    const refused = moderated.filter(({ intervention }) => intervention?.decision === 'no');
    expect(moderated).toHaveLength(4 * 5);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every(({ text }) => text === '')).toBe(true);
    await run(project, ['export', '--tidy']);
    const turns = await readFile(join(project.dir, 'run/dataset/tidy/turns.csv'), 'utf8');
    expect(turns.split('\r\n')[0]).toMatch(/,intervention$/);
    const { stdout } = await run(project, ['report', '--json']);
    const rate = /"measure":"intervention_rate"[^}]*?"mean":([\d.]+)/.exec(stdout.replace(/\s/g, ''))?.[1];
    const spoken = moderated.filter(({ text }) => text !== '').length;
    expect(Number(rate)).toBeCloseTo(spoken / moderated.length);
  });
});

/** Resolves when the journals of a run have grown by some completions. */
async function growth(project: Project, by: number): Promise<void> {
  const linesOf = async (): Promise<number> => (await journalled(project)).split('\n').length;
  const from = await linesOf();
  while ((await linesOf()) < from + by) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function journalled({ dir }: Project): Promise<string> {
  const folder = join(dir, 'run/journal');
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const texts = names.map((name) => readFile(join(folder, name), 'utf8').catch(() => ''));
  return (await Promise.all(texts)).join('');
}
