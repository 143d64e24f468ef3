import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { describeDiscussion } from '../../src/cli/describe-discussion.js';
import { SyndiscoError } from '../../src/errors.js';
import { showDiscussion, type ShownDiscussion } from '../../src/experiment/show-discussion.js';
import { withdrawDiscussion } from '../../src/experiment/withdraw-discussion.js';
import { finishedTown } from '../experiment/finished-town.js';
import { syndisco } from './syndisco.js';

const plain = { width: undefined, isStyled: false };

async function hintOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (!(error instanceof SyndiscoError)) throw new Error('no error');
  return `${error.problems[0].what} ${error.problems[0].todo}`;
}

describe('a discussion in the terminal', () => {
  test('when its id is given, then every comment is shown with its speaker, role and labels, without colours in a pipe', async () => {
    await using town = await finishedTown();
    const { stdout, code, stderr } = await syndisco(['show', 'town-hall-0003', '-c', town.config]);
    expect(code, stderr).toBe(0);
    const { logs } = JSON.parse(await readFile(join(town.dir, 'run/discussions/town-hall-0003.json'), 'utf8')) as {
      logs: { name: string; text: string; role: string }[];
    };
    for (const [turn, { name, role, text }] of logs.entries()) {
      expect(stdout).toContain(`\n${turn} ${name} (${role})`);
      expect(stdout).toContain(text);
    }
    expect(stdout).toMatch(/^town-hall-0003 · town-hall · [a-z-]+\n/);
    expect(stdout.match(/ – nora: Toxicity=\d ArgumentQuality=\d/g)?.length).toBeGreaterThan(3);
    expect(stdout).not.toContain('\u001b');
  });

  test('when the id is a beginning or misspelt, then the one that fits is shown, or those that may be meant are named', async () => {
    await using town = await finishedTown();
    const config = await town.settings();
    expect(await hintOf(showDiscussion(config, 'town'))).toContain(
      '4 discussions begin with town: town-hall-0001, town',
    );
    expect(await hintOf(showDiscussion(config, 'town-hal-003'))).toContain('Did you mean town-hall-0003?');
    await withdrawDiscussion(config, { id: 'town-hall-0001', why: 'a loop', undo: false });
    const one = await showDiscussion({ ...config, export: { ...config.export } }, 'town-hall-0001');
    expect(describeDiscussion(one, plain)).toContain('\nwithdrawn: a loop\n');
  });

  test('when texts and names are hostile, then nothing reaches the terminal but letters, in lines of its width', () => {
    const shown: ShownDiscussion = {
      ...{ id: 'town-hall-0001', condition: 'town-hall', file: 'x', topic: 'buses\u001b[2J' },
      probes: [
        {
          ...{ probe: 'mood', participant: 'anna\u202e', time: 'before', turns: 0, turn: 0 },
          arm: 'asked',
          status: 'ok',
          value: '\u001b[2Jcalm',
        },
      ],
      actors: [{ name: 'anna\u202e', role: 'participant' }],
      annotators: [{ name: 'nora\u001b]0;', model: 'm', repeat: 1, metrics: ['tone'] }],
      comments: [
        { actor: 0, text: `\u001b[31m${'buses are late '.repeat(9)}\r\n\u2066end\tof it`, flags: ['truncated'] },
        { actor: 0, text: '', flags: ['silent'], labels: [{ annotator: 0, values: [{ status: 'cannot_judge' }] }] },
      ],
    };
    const text = describeDiscussion(shown, { width: 40, isStyled: false });
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e\u2066]/);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(text).toContain('0 anna� (participant)  [truncated]');
    expect(text).toContain('1 anna� (participant)  [silent]');
    expect(text).toContain('nora�]0;: tone (cannot judge)');
    expect(describeDiscussion(shown, { width: 40, isStyled: true })).toContain('\u001b[1manna�\u001b[22m');
  });
});
