import { describe, expect, it } from 'vitest';
import { RefusedRequest, type Request } from '../../../src/backends/backend.js';
import { Chat } from '../../../src/backends/chat-template/chat.js';
import { fitHistory } from '../../../src/backends/fit-history.js';
import { busRequest } from '../../town-hall/model.js';

const plain = "{% for m in messages %}[{{ m['role'] }}] {{ m['content'] }}\n{% endfor %}";
const invalid = { code: 'SYNDISCO_CHAT_TEMPLATE_INVALID' };

describe('a chat template that loses or refuses long contents', () => {
  it.each([
    ['the end', "{{ m['content'][:1000] }}"],
    ['the beginning', "{{ m['content'][-1000:] }}"],
    ['the middle', "{{ m['content'][:500] }} … {{ m['content'][-500:] }}"],
  ])('when it leaves out %s, then it is refused at load', (_, content) => {
    const template = plain.replace("{{ m['content'] }}", content);
    expect(() => open(template)).toThrow(/fails: it leaves out a part of a long/);
  });

  it('when it fails on them, then it is refused at load, with the line', () => {
    const template = `{% if messages[-1]['content'] | length > 3000 %}\n{{ raise_exception('Too long!') }}{% endif %}${plain}`;
    expect(() => open(template)).toThrow(/fails in line 2: Too long!/);
  });
});

describe('a chat template that fails on one prompt', () => {
  const template = `{% if 'petra' in messages[-1]['content'] %}\n{{ town.hall }}{% endif %}${plain}`;

  it('when that prompt is written, then the error names the template and the line', () => {
    const chat = open(template);
    expect(chat.write('You are anna.', ['User anna posted:'], false).text).toContain('User anna posted:');
    const write = (): unknown => chat.write('You are anna.', ['User petra posted:'], false);
    expect(write).toThrow(expect.objectContaining(invalid));
    expect(write).toThrow('The chat template of town-hall fails in line 2: town is undefined.');
  });

  it('when it is for a request, then the request is refused, and not tried again', () => {
    const chat = open(template);
    const render = (system: string, turns: readonly string[]): string => chat.write(system, turns, false).text;
    const fit = (request: Request): unknown =>
      fitHistory(request, { contextTokens: 9000, render, tokensOf: ({ length }) => length });
    expect(() => fit({ ...busRequest(), history: ['User petra posted:\nHm.'] })).toThrow(RefusedRequest);
    expect(() => fit({ ...busRequest(), history: ['User petra posted:\nHm.'] })).toThrow(
      expect.objectContaining({ ...invalid, message: expect.stringContaining('line 2: town is undefined') as string }),
    );
  });
});

function open(template: string): Chat {
  return new Chat({
    name: 'town-hall',
    own: template,
    chat: { variables: {}, date: '2024-07-26' },
    log: () => undefined,
    vocabulary: { bosText: '', eosText: '', specialTexts: [], wholeTexts: [], tokenize: () => [] },
    thinkingTokens: 0,
  });
}
