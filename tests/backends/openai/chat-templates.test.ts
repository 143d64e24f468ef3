import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/backends/backend.js';
import { loadBackend } from '../../../src/backends/load-backend.js';
import { sha256 } from '../../../src/sha256.js';
import { busRequest, modelConfig, openaiOptions, unhurried } from '../../town-hall/model.js';
import { startServer, type FaultyServer } from './faulty-server.js';
import { serveLikeLlama, serveLikeVllm } from './serve-template.js';

const chatMl =
  "{{ bos_token }}{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}{{ '<|im_start|>assistant\n' }}";
const noSystem = `{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}${chatMl}`;
const dated = `{{ strftime_now('%d %b %Y') }}${chatMl}`;

let server: FaultyServer;
let backend: Backend | undefined;
let lines: string[];
beforeEach(async () => {
  lines = [];
  server = await startServer();
});
afterEach(async () => {
  await backend?.close();
  await server[Symbol.asyncDispose]();
});

async function load(chat: object = {}): Promise<Backend> {
  const options = openaiOptions({ baseUrls: [server.url] });
  const config = modelConfig('openai', '', { options });
  backend = await loadBackend({ ...config, chat: { ...config.chat, ...chat } }, (level, text) => {
    if (level === 'warn' && text.startsWith('openai')) lines.push(text);
  });
  return backend;
}

describe('the chat template of a server', () => {
  it('when llama-server shows what it renders, then it is compared, recorded and shown', async () => {
    serveLikeLlama(server, chatMl);
    const loaded = await load();
    expect(lines).toEqual([]);
    expect(loaded.model.prompt_format).toEqual({
      ...{ rendered_by: 'server', compared: true, system_role: 'system', template_sha256: sha256(chatMl) },
      variables: { date_string: '26 Jul 2024', enable_thinking: false, thinking: false },
    });
    const shown = await loaded.showPrompt?.(busRequest());
    expect(shown?.text).toMatch(/^<\|im_start\|>system\nYou are taking part .*<\|im_start\|>assistant\n$/s);
    expect(shown?.tokens).toBe((shown?.text.split(' ').length ?? 0) + 1);
  });

  it('when vLLM tells the tokens of messages, then the prompt is read back from them', async () => {
    serveLikeVllm(server, '{{ messages | tojson }}');
    const loaded = await load();
    expect(lines).toEqual([]);
    expect(loaded.model.prompt_format).toMatchObject({ rendered_by: 'server', compared: true, system_role: 'system' });
    expect((await loaded.showPrompt?.(busRequest()))?.text).toContain('"role": "system"');
  });

  it('when it refuses system messages, then none is ever sent, and that is recorded', async () => {
    serveLikeLlama(server, noSystem);
    server.pages['/apply-template'] = withFaults(server.pages['/apply-template']);
    const loaded = await load();
    await loaded.generate(busRequest(), unhurried);
    expect(loaded.model.prompt_format).toMatchObject({ system_role: 'user', compared: true });
    expect(server.bodies[0]?.messages.map(({ role }) => role)).toEqual(['user']);
  });

  it("when a prompt has own comments, then they are sent as the assistant's, system text or not", async () => {
    const history = [{ own: 'Buses are dear.' }, 'User petra posted:\nFree buses!', 'User ivan posted:\nNo.'];
    for (const [template, first] of [
      [chatMl, ['system']],
      [noSystem, []],
    ] as const) {
      server.bodies.length = 0;
      serveLikeLlama(server, template);
      server.pages['/apply-template'] = withFaults(server.pages['/apply-template']);
      const loaded = await load();
      await loaded.generate(busRequest({ history }), unhurried);
      const messages = server.bodies[0]?.messages ?? [];
      expect(messages.map(({ role }) => role)).toEqual([...first, 'user', 'assistant', 'user']);
      expect(messages.slice(-2).map(({ content }) => content)).toEqual([
        'Buses are dear.',
        'User petra posted:\nFree buses!\n\nUser ivan posted:\nNo.\n\nUser anna posted:',
      ]);
      await loaded.close();
    }
  });

  it("when it shows today's date, then there is a warning", async () => {
    serveLikeLlama(server, dated, new Date().toISOString().slice(0, 10));
    await load();
    expect(lines).toContainEqual(expect.stringContaining("shows today's date"));
  });

  it('when it leaves out system messages, then none is ever sent, and that is recorded', async () => {
    serveLikeLlama(server, "{{ messages[-1]['content'] }}");
    const loaded = await load();
    await loaded.generate(busRequest(), unhurried);
    expect(lines).toEqual([]);
    expect(loaded.model.prompt_format).toMatchObject({ system_role: 'user', compared: true });
    expect(server.bodies[0]?.messages.map(({ role }) => role)).toEqual(['user']);
  });

  it('when it leaves out what the user says, then there is a warning, and nothing counts as compared', async () => {
    serveLikeLlama(server, "{% for m in messages if m['role'] == 'system' %}{{ m['content'] }}{% endfor %}");
    const loaded = await load();
    expect(lines).toContainEqual(expect.stringMatching(/leaves out .*"Good evening\."/));
    expect(loaded.model.prompt_format).toMatchObject({ compared: false });
  });

  it('when it cannot show what it renders, then that is recorded, with one warning', async () => {
    const loaded = await load();
    expect(lines).toEqual([expect.stringContaining('cannot show')]);
    expect(loaded.model.prompt_format).toEqual({ rendered_by: 'server', compared: false });
  });

  it.each([
    ['vllm', {}, { date_string: '26 Jul 2024', enable_thinking: false, thinking: false }],
    ['some server', {}, undefined],
    ['some server', { variables: { town: 'Kiel' }, areGiven: true }, { town: 'Kiel' }],
  ])('when the server is %s and the config says %j, then it is sent %j', async (kind, chat, sent) => {
    server.kind = kind;
    const loaded = await load(chat);
    await loaded.generate(busRequest(), unhurried);
    expect(server.bodies[0]?.chat_template_kwargs).toEqual(sent);
  });
});

/** A template that fails is an answer without a prompt. */
function withFaults(page: FaultyServer['pages'][string] | undefined): FaultyServer['pages'][string] {
  return (body) => {
    try {
      return page?.(body) ?? {};
    } catch {
      return { error: 'System role not supported' };
    }
  };
}
