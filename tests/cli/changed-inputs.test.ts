import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { madeOnce } from './made-once.js';
import { syndisco, townHallProject, writeIn } from './syndisco.js';

const participant = 'instructions/participant.txt';
const shorter = 'Write one very short comment. Stay on topic and answer the others.\n';

const generated = madeOnce(async () => {
  const project = await townHallProject();
  expect((await syndisco(['generate', '-c', project.config])).code).toBe(0);
  return project;
});

describe('a changed input', () => {
  it('when an instruction changed, then the refusal shows its difference from the copy in the run directory', async () => {
    await using project = await generated();
    await writeIn(project.dir, { [participant]: shorter });
    const { code, stderr } = await syndisco(['generate', '-c', project.config]);
    expect(code).toBe(78);
    expect(stderr).toMatch(/^ {2}--- inputs\/[0-9a-f]{16}-participant\.txt$/m);
    expect(stderr).toMatch(/^ {2}\+\+\+ instructions\/participant\.txt$/m);
    expect(stderr).toMatch(/^ {2}-Write one short comment\. .*\n {2}\+Write one very short comment\. /m);
  });

  it('when an instruction changed, then plan shows the difference once, and --json has it', async () => {
    await using project = await generated();
    await writeIn(project.dir, { [participant]: shorter });
    const { code, stdout } = await syndisco(['plan', '-c', project.config]);
    expect(code).toBe(0);
    expect(stdout.split('+Write one very short comment.')).toHaveLength(2);
    const json = await syndisco(['plan', '-c', project.config, '--json']);
    expect((JSON.parse(json.stdout) as { changes: string }).changes).toContain('+Write one very short');
  });

  it('when a persona of the one-line file changed, then only the part that changed is shown', async () => {
    await using project = await townHallProject();
    const personas = (age: number): string =>
      JSON.stringify(
        Array.from({ length: 40 }, (_, index) => ({ username: `Person${index}`, age: index === 20 ? age : 50 })),
      );
    await writeIn(project.dir, { 'personas.json': personas(50) });
    await syndisco(['generate', '-c', project.config]);
    await writeIn(project.dir, { 'personas.json': personas(51) });
    const { stderr } = await syndisco(['generate', '-c', project.config]);
    expect(stderr).toMatch(/^ {2}\+…[^\n]{0,60}"Person20","age":51/m);
  });

  it('when the config changed, then its difference is shown', async () => {
    await using project = await generated();
    await project.edit('num_turns: 5', 'num_turns: 6');
    const { stderr } = await syndisco(['generate', '-c', project.config]);
    expect(stderr).toMatch(/^ {2}--- config\.yaml\n {2}\+\+\+ town-hall\.yml$/m);
    expect(stderr).toMatch(/^ {2}- .*num_turns: 5.*\n {2}\+ .*num_turns: 6/m);
  });

  it('when a topic was added, then it is named as new', async () => {
    await using project = await generated();
    await writeIn(project.dir, { 'topics/parks.txt': 'Parks should close at ten.\n' });
    const { stderr } = await syndisco(['generate', '-c', project.config]);
    expect(stderr).toMatch(/^ {2}new since the plan: topics\/parks\.txt$/m);
  });

  it('when several inputs changed, then those behind the first difference are shown and the others named', async () => {
    await using project = await generated();
    await writeIn(project.dir, { [participant]: shorter, 'instructions/moderator.txt': 'Be strict.\n' });
    const { stderr } = await syndisco(['generate', '-c', project.config]);
    expect(stderr).not.toContain('Be strict.');
    expect(stderr).toMatch(/^ {2}also changed since the plan: instructions\/moderator\.txt$/m);
  });

  it('when the config names another file, then the config shows it, and the file is new', async () => {
    await using project = await generated();
    await rename(join(project.dir, participant), join(project.dir, 'instructions/other.txt'));
    await writeFile(join(project.dir, 'instructions/other.txt'), shorter);
    await project.edit('participant.txt', 'other.txt');
    const { stderr } = await syndisco(['generate', '-c', project.config]);
    expect(stderr).toMatch(/^ {2}\+ .*other\.txt$/m);
    expect(stderr).toMatch(/^ {2}new since the plan: instructions\/other\.txt$/m);
  });

  it('when the design shrank, then the difference of the config is shown', async () => {
    await using project = await generated();
    await project.edit('num_experiments: 4', 'num_experiments: 2');
    const { stderr } = await syndisco(['generate', '-c', project.config]);
    expect(stderr).toContain('SYNDISCO_PLAN_SHRANK');
    expect(stderr).toMatch(/^ {2}\+ .*num_experiments: 2/m);
  });
});
