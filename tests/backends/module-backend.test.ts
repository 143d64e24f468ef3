import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { RefusedRequest, type Backend } from '../../src/backends/backend.js';
import { loadBackend } from '../../src/backends/load-backend.js';
import { busRequest, modelConfig, unhurried } from '../town-hall/model.js';

let folder: string;
let written = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'syndisco-module-'));
});

describe('a backend module', () => {
  it('when it has the two functions and nothing else, then everything else is filled in', async () => {
    const backend = await load(`export const load = () => ({ generate: async () => 'Good evening.' })`);
    expect(backend).toMatchObject({
      slots: 1,
      model: { name: 'town-hall-demo', engine: 'module', engine_version: 'unknown' },
    });
    expect(backend.model.fingerprint).toMatch(/^\d+-[0-9a-f]{64}$/);
    const completion = await backend.generate(busRequest(), unhurried);
    expect(completion).toMatchObject({
      text: 'Good evening.',
      finish_reason: 'stop',
      prompt_tokens: null,
      completion_tokens: null,
      dropped_blocks: 0,
    });
    await expect(backend.close()).resolves.toBeUndefined();
  });

  it.each([
    ['as its default', `export default (options) => ({ generate: () => options.name })`],
    ['in its default', `export default { load: (options) => ({ generate: () => options.name }) }`],
    ['as an asynchronous function', `export async function load(options) { return { generate: () => options.name } }`],
    [
      'for an instance of a class',
      `class Hall { constructor(o) { this.o = o } generate() { return this.o.name } } export const load = (o) => new Hall(o)`,
    ],
  ])('when it exports load %s, then it is found and given the options', async (_how, code) => {
    const backend = await load(code);
    expect((await backend.generate(busRequest(), unhurried)).text).toBe('town-hall-demo');
  });

  it('when it changes its request, then the request of the run stays as it is, and so do its stop strings', async () => {
    const backend = await load(
      `export const load = () => ({ generate: (request) => {
        request.stop.length = 0; request.history.length = 0; request.messages.length = 0;
        request.sampling.seed = 1; delete request.closing; request.order[0] = 9;
        return 'Good evening.\\nUser ivan posted: No.';
      } })`,
    );
    const request = busRequest({ stop: ['\nUser ivan posted:'], history: ['User petra posted:\nYes.'] });
    const before = structuredClone(request);
    const completion = await backend.generate(request, unhurried);
    expect(completion).toMatchObject({ text: 'Good evening.', finish_reason: 'stop_string' });
    expect(request).toEqual(before);
  });

  it('when its reply begins with its own prefix or another, then that is no end of it, and raw_text keeps all', async () => {
    const stop = ['\nUser anna posted:', '\nUser ivan posted:'];
    const say = async (reply: string) => {
      const backend = await load(`export const load = () => ({ generate: () => ${JSON.stringify(reply)} })`);
      return backend.generate(busRequest({ speaker: 'anna', stop }), unhurried);
    };
    const own = '\nUser anna posted:\nBuses.';
    expect(await say(own)).toMatchObject({ text: own, finish_reason: 'stop' });
    const raw_text = `${own}\nUser ivan posted:\nNo.`;
    expect(await say(raw_text)).toMatchObject({ text: own, finish_reason: 'stop_string', raw_text });
    const other = '\n\nUser ivan posted:\nNo.';
    expect(await say(other)).toMatchObject({ text: '\n', finish_reason: 'stop_string', raw_text: other });
  });

  it('when it is asked, then it has the messages as well, without the history that was dropped', async () => {
    const backend = await load(
      `export const load = () => ({ generate: ({ messages }) => JSON.stringify(messages), countTokens: (text) => text.length })`,
    );
    const { system, closing } = busRequest();
    const history = ['User petra posted:\n'.padEnd(300, 'x'), { own: 'Buses are dear.' }, 'User ivan posted:\nNo.'];
    const { text, dropped_blocks } = await backend.generate(busRequest({ history }), unhurried);
    expect(dropped_blocks).toBe(1);
    expect(JSON.parse(text)).toEqual([
      { role: 'system', content: system },
      { role: 'user', content: closing },
      { role: 'assistant', content: 'Buses are dear.' },
      { role: 'user', content: `User ivan posted:\nNo.\n\n${closing}` },
    ]);
  });

  it('when generate ignores its signal, then an abort is still in time', async () => {
    const backend = await load(`export const load = () => ({ generate: () => new Promise(() => {}) })`);
    const stopping = new AbortController();
    const waiting = backend.generate(busRequest(), stopping.signal);
    setTimeout(() => {
      stopping.abort(new Error('the run is being stopped'));
    }, 5);
    await expect(waiting).rejects.toThrow('the run is being stopped');
  });

  it('when it has close, then it is called once', async () => {
    const backend = await load(
      `let closed = 0; export const load = () => ({ generate: () => String(closed), close: () => { closed++ } })`,
    );
    await backend.close();
    await backend.close();
    expect((await backend.generate(busRequest(), unhurried)).text).toBe('1');
  });

  it.each([
    ['exports nothing of use', `export const start = 1`, /load\(options\)/],
    ['returns nothing from load', `export function load() {}`, /load\(options\)/],
    ['has no generate', `export const load = () => ({ slots: 2 })`, /generate\(request, signal\)/],
    [
      'has a generate that is no function',
      `export const load = () => ({ generate: 'yes' })`,
      /generate of type string/,
    ],
    ['has no slots to speak of', `export const load = () => ({ generate: () => '', slots: 0 })`, /slots: 0/],
    [
      'has a close that is no function',
      `export const load = () => ({ generate: () => '', close: true })`,
      /close of type boolean/,
    ],
    ['fails while it is imported', `throw new Error('HALL_KEY is not set')`, /HALL_KEY is not set/],
  ])('when it %s, then the error names the file, what is wrong and what to write', async (_what, code, message) => {
    const loading = load(code);
    await expect(loading).rejects.toThrow(message);
    await expect(loading).rejects.toMatchObject({ code: 'SYNDISCO_BACKEND_MODULE_INVALID', exitCode: 69 });
    await expect(loading).rejects.toHaveProperty('problems.0.where.file', expect.stringMatching(/hall-\d+\.mjs$/));
    await expect(loading).rejects.toHaveProperty('problems.0.todo', expect.stringMatching(/\w/));
  });

  it.each([
    ['a number', `7`, /returned 7/],
    ['nothing', `undefined`, /returned undefined/],
    ['an object without text', `({ comment: 'Good evening.' })`, /an object with the keys comment/],
    [
      'an unknown finish_reason',
      `({ text: '', finish_reason: 'eos' })`,
      /finish_reason: "eos".*stop, stop_string, length/,
    ],
    ['a negative count', `({ text: '', prompt_tokens: -1 })`, /prompt_tokens: -1/],
  ])('when generate returns %s, then the request is refused with what to return', async (_what, answer, message) => {
    const backend = await load(`export const load = () => ({ generate: () => ${answer} })`);
    const asking = backend.generate(busRequest(), unhurried);
    await expect(asking).rejects.toThrow(RefusedRequest);
    await expect(asking).rejects.toThrow(message);
  });

  it('when the file is not there, then the error says so', async () => {
    const loading = loadBackend(modelConfig(join(folder, 'absent.mjs'), ''), () => undefined);
    await expect(loading).rejects.toMatchObject({
      code: 'SYNDISCO_BACKEND_MODULE_INVALID',
      message: expect.stringMatching(/absent\.mjs/) as string,
    });
  });
});

async function load(code: string): Promise<Backend> {
  const file = join(folder, `hall-${written++}.mjs`);
  await writeFile(file, code);
  return loadBackend(modelConfig(file, ''), () => undefined);
}
