import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.js';
import { inShort, townHallFolder } from '../town-hall/load-text.js';

describe('the turn taking behind configs_path', () => {
  const config = (more = '') => `discussions:
  files: { topics_dir: t, persona_dir: p, user_instruction_path: u, configs_path: talk.json }
${more}`;
  const talk = `{
  "conv_len": 14,
  "turn_manager_type": "random_weighted",
  "turn_manager_config": { "respond_probability": 0.4 }
}`;

  it('when only the file speaks, then it counts, and what it leaves out has its default', async () => {
    await using folder = await townHallFolder({ 'town-hall.yml': config(), 'talk.json': talk });
    const loaded = await loadConfig('town-hall.yml', { set: [], cwd: folder.dir });
    expect(loaded.problems).toEqual([]);
    const ours = { historyCounts: 'all', triesPerTurn: 3 };
    const expected = { ...ours, turns: 14, historyLength: 3, manager: 'random_weighted', respondProbability: 0.4 };
    const file = { path: join(folder.dir, 'talk.json'), text: talk };
    expect(loaded.config?.discussions?.turnTaking).toEqual({ ...expected, file });
  });

  it('when both say the same or different keys, then nothing is wrong', async () => {
    const text = config('  turn_taking: { num_turns: 14, history_ctx_len: 5 }\n');
    await using folder = await townHallFolder({ 'town-hall.yml': text, 'talk.json': talk });
    const loaded = await loadConfig('town-hall.yml', { set: [], cwd: folder.dir });
    expect(loaded.problems).toEqual([]);
    expect(loaded.config?.discussions?.turnTaking).toMatchObject({ turns: 14, historyLength: 5 });
  });

  it('when they disagree, then both places are named', async () => {
    const text = config('  turn_taking:\n    num_turns: 5\n    respond_probability: 0.5\n');
    await using folder = await townHallFolder({ 'town-hall.yml': text, 'talk.json': talk });
    const { problems } = await loadConfig('town-hall.yml', { set: [], cwd: folder.dir });
    expect(problems.map(inShort)).toEqual(['CONFIG_CONTRADICTION 4:5', 'CONFIG_CONTRADICTION 5:5']);
    expect(problems[0]?.what).toContain(`conv_len is 14 in ${join(folder.dir, 'talk.json')}:2:3`);
    expect(problems[1]?.what).toContain('talk.json:4:28');
  });

  it.each([
    ['is not there', undefined, 'CONFIG_NOT_FOUND 2:83'],
    ['has a mistyped key', '{\n  "conf_len": 3 }', 'CONFIG_UNKNOWN_KEY 2:3'],
    ['has a wrong value', '{\n  "conv_len": 0 }', 'CONFIG_OUT_OF_RANGE 2:15'],
    ['is not JSON', 'conv_len: 3', 'CONFIG_SYNTAX 1:1'],
    ['is empty', '', 'CONFIG_SYNTAX 1:1'],
  ])('when the file %s, then its place is named', async (_, content, expected) => {
    const files = { 'town-hall.yml': config(), ...(content !== undefined && { 'talk.json': content }) };
    await using folder = await townHallFolder(files);
    const { problems } = await loadConfig('town-hall.yml', { set: [], cwd: folder.dir });
    expect(problems.map(inShort)).toEqual([expected]);
  });
});
