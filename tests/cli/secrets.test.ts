import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { complain, comment, startServer } from '../backends/openai/faulty-server.js';
import { syndisco, townHallProject, type Exit, type Project } from './syndisco.js';

/** Each way into `extra_body` has a secret of its own, so that a leak names its way. */
const secrets = {
  file: 'sk-file-4711',
  block: 'sk-block-4712',
  level: 'sk-level-4713',
  profile: 'sk-profile-4714',
  set: 'sk-set-4715',
  anchor: 'sk-anchor-4716',
};

async function secretProject(url: string): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await project.edit('{ library_type: scripted', '{ library_type: openai');
  await project.edit('num_experiments: 4', 'num_experiments: 1');
  await project.edit(
    '  scripted: { slots: 4 }',
    `  openai: # the servers
    base_urls: ['${url}']
    extra_body: # goes with every request
      inline: { key: ${secrets.file} }
      text: |
        ${secrets.block}
    timeout_s: 20 # seconds`,
  );
  const rest = `profiles:
  ours: { model_parameters.openai: { extra_body: &shared { key: ${secrets.profile}, other: '${secrets.anchor}' } } }
  theirs: { model_parameters.openai: { extra_body: *shared } }
matrix:
  factors:
    district:
      north: { model_parameters.openai.extra_body.district: ${secrets.level} }
      south: { discussions.turn_taking.num_turns: 4 }
`;
  await writeFile(project.config, (await readFile(project.config, 'utf8')) + rest);
  return project;
}

const assignments = ['--set', `model_parameters.openai.extra_body.from_set=${secrets.set}`];

async function filesOf(dir: string): Promise<[string, Buffer][]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(files.map(async (file): Promise<[string, Buffer]> => [file, await readFile(file)]));
}

/** Where a secret stands that should stand nowhere: `file: which`. */
async function leaks({ dir }: Project, ...exits: Exit[]): Promise<string[]> {
  const written = [...(await filesOf(join(dir, 'run'))), ...(await filesOf(join(dir, 'logs')))];
  const said = exits.flatMap(({ stdout, stderr }, index): [string, Buffer][] => [
    [`stdout ${index}`, Buffer.from(stdout)],
    [`stderr ${index}`, Buffer.from(stderr)],
  ]);
  return [...written, ...said].flatMap(([name, bytes]) =>
    Object.entries(secrets).flatMap(([which, secret]) => (bytes.includes(secret) ? [`${name}: ${which}`] : [])),
  );
}

describe('what extra_body holds', () => {
  it('when a run is made and planned, then it is sent, and stands in no file of the run and on no screen', async () => {
    await using server = await startServer(comment());
    await using project = await secretProject(server.url);
    const run = await syndisco(['run', '-c', project.config, ...assignments, '--set', 'logging.level=debug']);
    expect(run.code, run.stderr).toBe(0);
    expect(JSON.stringify(server.bodies)).toContain(secrets.file);
    expect(JSON.stringify(server.bodies)).toContain(secrets.set);
    const plan = await syndisco(['plan', '-c', project.config, ...assignments, '--json', '--calibrate', '1']);
    expect(plan.code, plan.stderr).toBe(0);
    expect(await leaks(project, run, plan)).toEqual([]);
  });

  it('when the config is copied, then only these values are gone from it, and every other byte is as it was', async () => {
    await using server = await startServer(comment());
    await using project = await secretProject(server.url);
    expect((await syndisco(['generate', '-c', project.config, ...assignments])).code).toBe(0);
    const copy = await readFile(join(project.dir, 'run/config.yaml'), 'utf8');
    const lines = (await readFile(project.config, 'utf8')).split('\n');
    const kept = copy.split('\n').filter((line) => lines.includes(line));
    expect(lines.filter((line) => !kept.includes(line))).toEqual([
      `      inline: { key: ${secrets.file} }`,
      '      text: |',
      `        ${secrets.block}`,
      `  ours: { model_parameters.openai: { extra_body: &shared { key: ${secrets.profile}, other: '${secrets.anchor}' } } }`,
      `      north: { model_parameters.openai.extra_body.district: ${secrets.level} }`,
    ]);
    expect(copy).toContain('    timeout_s: 20 # seconds\n');
    expect(copy).toContain('# --set model_parameters.openai.extra_body.from_set=');
  });

  it('when it changes, then the change is refused at its line, without either value', async () => {
    await using server = await startServer(comment());
    await using project = await secretProject(server.url);
    expect((await syndisco(['generate', '-c', project.config])).code).toBe(0);
    await project.edit(secrets.file, `${secrets.file}-new`);
    const plan = await syndisco(['plan', '-c', project.config, '--jobs']);
    const refused = await syndisco(['generate', '-c', project.config]);
    expect(refused.code).toBe(78);
    expect(refused.stderr).toContain('town-hall.yml:11:7  model_parameters.openai.extra_body');
    const bySet = await syndisco(['generate', '-c', project.config, ...assignments]);
    expect(bySet.code).toBe(78);
    expect(await leaks(project, plan, refused, bySet)).toEqual([]);
  });

  it('when a server repeats it in a refusal, then the story does not', async () => {
    await using server = await startServer((response, body) => {
      complain(response, 400, `unknown field: ${JSON.stringify({ ...body, messages: [] })}`);
    });
    await using project = await secretProject(server.url);
    const exit = await syndisco(['generate', '-c', project.config, ...assignments, '--debug']);
    expect(exit.code).not.toBe(0);
    expect(await leaks(project, exit)).toEqual([]);
  });

  it.each([
    ['a value of a wrong type', 'extra_body: # goes with every request\n', `extra_body: ${secrets.file} #\n`],
    ['a wrong value on the same line', `inline: { key:`, `inline: { key: 1 } }, timeout_s: { key:`],
    ['a misspelled key', 'extra_body: #', 'extra_bdy: #'],
    ['a key of another section', `  openai: # the servers\n`, '  openai: #\n    base_url: 1\n'],
    ['a quote that is not closed', `key: ${secrets.file}`, `key: "${secrets.file}`],
    ['a bracket too many', `key: ${secrets.file} }`, `key: ${secrets.file} } } ${secrets.file}`],
    ['a key that stands twice', `inline: {`, `text: ${secrets.file}\n      inline: {`],
    ['an unknown alias', `key: ${secrets.file}`, `key: *${secrets.file}`],
    [
      'two levels that contradict each other',
      'south: {',
      `south: {}\n    zone:\n      a: { model_parameters.openai.extra_body.district: ${secrets.set} }\n      b: {`,
    ],
  ])('when the config has %s, then the message shows the place and no secret', async (_, from, to) => {
    await using project = await secretProject('http://127.0.0.1:9/v1');
    await project.edit(from, to);
    const shown = await syndisco(['validate', '-c', project.config]);
    const json = await syndisco(['validate', '-c', project.config, '--json', '--debug']);
    expect(shown.code, shown.stdout + shown.stderr).toBe(78);
    expect(shown.stderr).toMatch(/town-hall\.yml:\d+:\d+/);
    expect(await leaksIn(shown, json)).toEqual([]);
  });

  it.each([
    `model_parameters.openai.extra_body=${secrets.set}`,
    `model_parameters.openai.extra_body={ key: "${secrets.set}`,
    `model_parameters.openai={ extra_body: { key: ${secrets.set} }, timeout_s: never }`,
  ])('when --set %s is wrong, then the message names the key and not the value', async (assignment) => {
    await using project = await secretProject('http://127.0.0.1:9/v1');
    const exit = await syndisco(['validate', '-c', project.config, '--set', assignment]);
    expect(exit.code).toBe(78);
    expect(exit.stderr).toContain('--set model_parameters.openai');
    expect(await leaksIn(exit)).toEqual([]);
  });
});

function leaksIn(...exits: Exit[]): Promise<string[]> {
  const found = exits.flatMap(({ stdout, stderr }) =>
    Object.entries(secrets).flatMap(([which, secret]) => ((stdout + stderr).includes(secret) ? [which] : [])),
  );
  return Promise.resolve([...new Set(found)]);
}
