import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, runNode, syndisco, townHallProject, writeIn } from './syndisco.js';

describe('what a command prints and writes', () => {
  it('when a run logs, then results are on stdout, logs on stderr and in the file, each line with its job', async () => {
    await using project = await townHallProject();
    await project.edit('print_to_terminal: false', 'print_to_terminal: true');
    const exit = await syndisco(['run', '-c', project.config, '--set', 'logging.level=debug']);
    expect(exit.code).toBe(0);
    expect(exit.stdout).not.toMatch(/ info | debug /);
    expect(exit.stderr).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z debug \[town-hall-0001\] published$/m);
    const [file = ''] = await readdir(join(project.dir, 'logs'));
    expect(await readFile(join(project.dir, 'logs', file), 'utf8')).toContain('[town-hall-0001--nora] published');
  });

  it('when --json is given, then stdout is one JSON document and stderr is empty', async () => {
    await using project = await townHallProject();
    await project.edit('print_to_terminal: false', 'print_to_terminal: true');
    const exit = await syndisco(['run', '-c', project.config, '--json']);
    expect(JSON.parse(exit.stdout)).toMatchObject({ experiment: 'town-hall', exit_code: 0 });
    expect(exit.stderr).toBe('');
  });

  it('when several things are wrong, then all are told at once, each with its line and a caret', async () => {
    await using project = await townHallProject();
    await project.edit('seed: 7', 'sed: 7');
    await project.edit('num_users: 3', 'num_users: 9');
    await writeIn(project.dir, { 'annotators.json': '[\n  { "username": "nora", "age": 3, }\n]\n' });
    const exit = await syndisco(['validate', '-c', 'town-hall.yml'], { cwd: project.dir });
    expect(exit.code).toBe(78);
    const codes = [...exit.stderr.matchAll(/\[(SYNDISCO_\w+)\]/g)].map(([, code]) => code);
    expect(codes).toEqual(['SYNDISCO_CONFIG_UNKNOWN_KEY', 'SYNDISCO_PERSONAS_TOO_FEW', 'SYNDISCO_INPUT_SYNTAX']);
    expect(exit.stderr).toContain('town-hall.yml:2:1  sed  ');
    expect(exit.stderr).toContain('Did you mean "seed"?');
    expect(exit.stderr).toContain('    2 | sed: 7\n        ^\n');
    expect(exit.stderr).toContain('annotators.json:2:35  ');
  });

  it.each(['pipe', 'terminal'])(
    'when a run fails, then the error is shown once on a %s, and the log file has it',
    async (where) => {
      await using project = await townHallProject();
      await project.edit('print_to_terminal: false', 'print_to_terminal: true');
      await project.edit('library_type: scripted', 'library_type: ./engine.mjs');
      await writeIn(project.dir, { 'engine.mjs': 'export const name = 3;\n' });
      const args = [join(root, 'bin/syndisco.js'), 'generate', '-c', project.config];
      const atTerminal = `script -qec "'$0' '$1' '$2' '$3' '$4'" /dev/null`;
      const exit = await runNode(args, where === 'terminal' ? { shell: atTerminal } : {});
      expect(exit.code, exit.stdout).toBe(69);
      expect(`${exit.stdout}${exit.stderr}`.match(/SYNDISCO_BACKEND_MODULE_INVALID/g)).toHaveLength(1);
      const [file = ''] = await readdir(join(project.dir, 'logs'));
      expect(await readFile(join(project.dir, 'logs', file), 'utf8')).toMatch(
        / error \[-\] .*SYNDISCO_BACKEND_MODULE_INVALID/,
      );
    },
  );

  it('when a run cannot log to a file, then its error is still shown once', async () => {
    await using project = await townHallProject();
    await project.edit(
      'print_to_terminal: false, write_to_file: true',
      'print_to_terminal: true, write_to_file: false',
    );
    await project.edit('library_type: scripted', 'library_type: ./engine.mjs');
    await writeIn(project.dir, { 'engine.mjs': 'export const name = 3;\n' });
    const exit = await syndisco(['generate', '-c', project.config]);
    expect(exit.stderr.match(/SYNDISCO_BACKEND_MODULE_INVALID/g)).toHaveLength(1);
  });

  it('when the folder of topics holds other files, then they are named and no topics', async () => {
    await using project = await townHallProject();
    await writeIn(project.dir, { 'topics/README.md': '# Topics\n', 'topics/PARKS.TXT': 'More parks!\n' });
    const exit = await syndisco(['validate', '-c', project.config, '--json']);
    const validated = JSON.parse(exit.stdout) as { topics: number; notices: string[] };
    expect(validated.topics).toBe(3);
    expect(validated.notices).toEqual([expect.stringContaining('README.md')]);
    expect((await syndisco(['validate', '-c', project.config])).stderr).toMatch(/^notice {2}.*README\.md/m);
    expect((await syndisco(['generate', '-c', project.config])).code).toBe(0);
    const [file = ''] = await readdir(join(project.dir, 'logs'));
    expect(await readFile(join(project.dir, 'logs', file), 'utf8')).toMatch(/ info .*README\.md/);
  });

  it('when nobody reads stdout any more, then the run goes on and ends well', async () => {
    await using project = await townHallProject();
    const exit = await runNode([join(root, 'bin/syndisco.js'), 'run', '-c', project.config], {
      shell: '{ "$0" "$@"; echo "exit $?" >&2; } | true',
    });
    expect(exit.stderr).toContain('exit 0');
    expect(await readdir(join(project.dir, 'run/discussions'))).toHaveLength(4);
  });

  it('when --debug is given, then the causes of an error are shown, and only then', async () => {
    const args = ['validate', '-c', '/nowhere/town-hall.yml'];
    expect((await syndisco(args)).stderr).not.toMatch(/^\s+at /m);
    expect((await syndisco([...args, '--debug'])).stderr).toMatch(/^\s+at /m);
  });

  it('when the original names output folders, then documents go there and nothing else does', async () => {
    await using project = await townHallProject();
    await project.edit('    topics_dir', '    output_dir: out/discussions\n    topics_dir');
    await project.edit('    annotator_persona_path', '    output_dir: out/annotations\n    annotator_persona_path');
    const path = join(project.dir, 'out/dataset.csv');
    const exit = await syndisco(['run', '-c', project.config, '--set', `dataset_export.export_path=${path}`]);
    expect(exit.code, exit.stderr).toBe(0);
    const dataset = ['dataset-codebook.md', 'dataset-datapackage.json', 'dataset.csv', 'dataset.csv.sha256'];
    expect((await readdir(join(project.dir, 'out'))).sort()).toEqual(['annotations', ...dataset, 'discussions']);
    expect(await readdir(join(project.dir, 'out/discussions'))).toHaveLength(4);
    expect(await readdir(join(project.dir, 'out/annotations'))).toHaveLength(8);
    expect(await readdir(join(project.dir, 'run'))).not.toContain('discussions');
  });

  it("when the original's files are annotated and exported, then our annotations join them", async () => {
    await using project = await townHallProject();
    const era = join(root, 'examples/original-files');
    const folders = [
      '--set',
      `annotation.files.discussions_dir=${era}`,
      '--set',
      `dataset_export.discussion_root_dir=${era}`,
    ];
    const annotated = await syndisco(['annotate', '-c', project.config, ...folders, '--json']);
    expect(annotated.code, annotated.stderr).toBe(0);
    expect(JSON.parse(annotated.stdout)).toMatchObject({ made: [{ kind: 'annotation', total: 26, done: 26 }] });
    const exported = await syndisco(['export', '--csv', '-c', project.config, ...folders, '--json']);
    expect(JSON.parse(exported.stdout)).toMatchObject({ exported: { discussions: 13, annotations: 26, warnings: [] } });
  });
});
