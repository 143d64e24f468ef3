import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Chat } from '../../../src/backends/chat-template/chat.js';
import { sha256 } from '../../../src/sha256.js';
import { llamaCppModels } from '../llama-cpp-source.js';

type Rendering = [role: string, characters: number, sha256: string];

interface Cases {
  variables: object;
  needed: Record<string, object>;
  contents: Record<string, { system: string; user: string }>;
}

const expected = read('jinja2-renderings.json') as Record<string, Record<string, Rendering>>;
const { contents, variables, needed } = read('cases.json') as Cases;

/** What the library cannot render; each is refused when its model is loaded. */
const failing: Record<string, RegExp> = {
  'ByteDance-Seed-OSS.jinja': /line 15: Object keys must be strings/, // a mapping with numbers as keys
};

const models = llamaCppModels();

describe.skipIf(models === undefined)('the 70 chat templates in the source of llama.cpp', () => {
  const dir = join(models ?? '', 'templates');
  const names = Object.keys(expected);

  it('when they are listed, then each has its renderings by Jinja2', () => {
    expect(readdirSync(dir).filter((name) => name.endsWith('.jinja'))).toEqual(names);
    expect(names).toHaveLength(70);
  });

  it.each(names.filter((name) => !(name in failing)))('when %s is rendered, then to the bytes of Jinja2', (name) => {
    for (const thinkingTokens of [0, 64]) {
      const chat = openChat(dir, name, thinkingTokens);
      for (const [content, { system, user }] of Object.entries(contents)) {
        const key = `${content} ${thinkingTokens > 0 ? 'on' : 'off'}`;
        const [role, characters, hash] = expected[name]?.[key] ?? ['', 0, ''];
        const { text } = chat.write(system, [user], thinkingTokens > 0);
        const [own, added] = splitAt(text, characters);
        expect([chat.format.system_role, sha256(own).slice(0, 16)], `${key}: ${text}`).toEqual([role, hash]);
        expect(added.trim(), 'a thought that is closed').toMatch(added === '' ? /^$/ : chat.thought.closing);
      }
    }
  });

  it.each([
    ['Qwen-Qwen3-0.6B', '<think>\n\n</think>\n\n', 'assistant\n', false],
    ['HuggingFaceTB-SmolLM3-3B', '<think>\n\n</think>\n', 'assistant\n', false],
    ['google-gemma-4-31B-it', '<|channel>thought\n<channel|>', '<|turn>model\n', false],
    ['Bielik-11B-v3.0-Instruct', 'assistant\n', 'assistant\n<think>\n', true],
    ['llama-cpp-deepseek-r1', '<think>\n\n</think>\n\n', '<｜Assistant｜><think>\n', true],
    ['Cohere2MoE', '<|START_THINKING|><|END_THINKING|>', '<|START_THINKING|>', true],
  ])('when %s thinks or not, then its prompt ends accordingly', (name, off, on, startsThinking) => {
    const write = (thinks: boolean): ReturnType<Chat['write']> =>
      openChat(dir, `${name}.jinja`, 64).write('You are anna.', ['User anna posted:'], thinks);
    expect(write(false)).toMatchObject({ text: expect.stringMatching(endOf(off)) as string, startsThinking: false });
    expect(write(true)).toMatchObject({ text: expect.stringMatching(endOf(on)) as string, startsThinking });
  });

  it.each(Object.entries(failing))('when %s is opened, then it is refused with its line', (name, message) => {
    expect(() => openChat(dir, name, 0)).toThrow(message);
  });

  it('when a template needs a variable that nobody gave, then it is refused; when it is given, then not', () => {
    const [name = ''] = Object.keys(needed);
    expect(() => openChat(dir, name, 0, {})).toThrow(/fails in line \d+: .*undefined/);
    expect(() => openChat(dir, name, 0)).not.toThrow();
  });

  const script = fileURLToPath(new URL('render-with-jinja2.py', import.meta.url));
  it.skipIf(spawnSync('python3', ['-c', 'import jinja2']).status !== 0)(
    'when Jinja2 renders them again, then the same comes out',
    () => {
      expect(JSON.parse(execFileSync('python3', [script, dir], { encoding: 'utf8' }))).toEqual(expected);
    },
  );
});

function openChat(dir: string, name: string, thinkingTokens: number, given = needed[name]): Chat {
  return new Chat({
    name,
    own: readFileSync(join(dir, name), 'utf8'),
    chat: { variables: { ...variables, ...given }, date: '2024-07-26' },
    log: () => undefined,
    vocabulary: {
      ...{ bosText: '<s>', eosText: '</s>', specialTexts: ['<|im_end|>', '</s>'], wholeTexts: [] },
      tokenize: () => [],
    },
    thinkingTokens,
  });
}

function endOf(text: string): RegExp {
  return new RegExp(`${text.replaceAll(/[|()[\]]/g, '\\$&')}$`);
}

/** By characters as Python counts them. */
function splitAt(text: string, characters: number): [string, string] {
  const all = Array.from(text);
  return [all.slice(0, characters).join(''), all.slice(characters).join('')];
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}
