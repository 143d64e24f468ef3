import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { lacksScript } from '../has-script.js';
import { root } from '../syndisco.js';

interface Typed {
  code: number | null;
  shown: string;
}

const program = join(root, 'bin/syndisco.js');

/** Types a key whenever the program shows the text before it, at a terminal that util-linux's script makes. */
function typing(args: string, keys: readonly (readonly [seen: string, key: string])[], cwd: string): Promise<Typed> {
  const command = `'${process.execPath}' '${program}' ${args}`;
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd, stdio: ['pipe', 'pipe', 'inherit'] });
  const left = [...keys];
  let shown = '';
  let searched = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += stripVTControlCharacters(text);
    const [seen, key] = left[0] ?? [];
    const at = seen === undefined ? -1 : shown.indexOf(seen, searched);
    if (seen === undefined || at < 0) return;
    left.shift();
    searched = at + seen.length;
    child.stdin.write(key);
  });
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve({ code, shown });
    });
  });
}

async function inFolder(work: (dir: string) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-init-'));
  await work(dir).finally(() => rm(dir, { recursive: true, force: true }));
}

const down = '\u001b[B';

it.skipIf(lacksScript)(
  'when three questions are answered at a terminal, then the project has the example, folder and metrics',
  () =>
    inFolder(async (dir) => {
      const { code, shown } = await typing(
        'init',
        [
          ['What do you want to make?', `${down}\r`],
          ['In which folder?', '\u0015old-forum\r'],
          ['What should annotators be asked', ` ${down}${down} \r`],
        ],
        dir,
      );
      expect(code, shown).toBe(0);
      const config = parse(await readFile(join(dir, 'old-forum/syndisco.yml'), 'utf8')) as {
        annotation: { metrics: object };
      };
      expect(config).toMatchObject({ experiment: 'old-forum', actions: { generate_discussions: false } });
      expect(Object.keys(config.annotation.metrics)).toEqual(['argument_quality', 'stance']);
      expect(shown).toContain('syndisco run');
    }),
);

it.skipIf(lacksScript)('when Ctrl-C is pressed at a question, then nothing is written and the exit code is 130', () =>
  inFolder(async (dir) => {
    const { code, shown } = await typing('init', [['What do you want to make?', '\u0003']], dir);
    expect(code, shown).toBe(130);
    expect(shown).toContain('Nothing was written');
    expect(await readdir(dir)).toEqual([]);
  }),
);

it.skipIf(lacksScript)('when the folder is taken, then a terminal shows the error too, after the questions', () =>
  inFolder(async (dir) => {
    await writeFile(join(dir, 'syndisco.yml'), 'mine');
    const { code, shown } = await typing('init . --example original', [], dir);
    expect(code).toBe(73);
    expect(shown).toContain('[SYNDISCO_FILES_EXIST]');
  }),
);
