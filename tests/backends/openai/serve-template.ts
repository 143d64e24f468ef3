import { compileTemplate } from '../../../src/backends/chat-template/compile-template.js';
import type { FaultyServer } from './faulty-server.js';

/** What llama-server shows of its template; `today` is what its clock says. */
export function serveLikeLlama(server: FaultyServer, template: string, today = '2024-07-26'): void {
  server.kind = 'llamacpp';
  const render = compileTemplate(template, today);
  server.pages = {
    '/props': () => ({ chat_template: template, bos_token: '<s>', eos_token: '</s>' }),
    '/apply-template': ({ messages, chat_template_kwargs: kwargs }) => ({
      prompt: render({
        ...(kwargs as object),
        messages,
        bos_token: '',
        eos_token: '</s>',
        add_generation_prompt: true,
      }),
    }),
    '/tokenize': ({ content }) => ({ tokens: [1, ...String(content).split(' ')] }),
  };
}

/** What vLLM shows of its template: the tokens of messages, and their text. */
export function serveLikeVllm(server: FaultyServer, template: string, today = '2024-07-26'): void {
  server.kind = 'vllm';
  const render = compileTemplate(template, today);
  server.pages = {
    '/tokenize': ({ messages }) => ({ tokens: Array.from(render({ messages }), (char) => char.codePointAt(0)) }),
    '/detokenize': ({ tokens }) => ({ prompt: String.fromCodePoint(...(tokens as number[])) }),
  };
}
