import type { PreTrainedTokenizer } from '@huggingface/transformers';
import { beforeEach, describe, expect, it } from 'vitest';
import { openChatFormat } from '../../../src/backends/transformers/chat-format.js';
import { importLibrary, settle } from '../../../src/backends/transformers/load-model.js';
import { demoOnnx, modelConfig } from '../../town-hall/model.js';

let tokenizer: PreTrainedTokenizer;
beforeEach(async () => {
  const library = await importLibrary();
  settle(library, true);
  tokenizer = await library.AutoTokenizer.from_pretrained(demoOnnx);
});

/** The prompt, as the model's template writes it. */
function promptOf(template: string | undefined): { prompt: string; warnings: string[] } {
  tokenizer.chat_template = template;
  const warnings: string[] = [];
  const { render } = openChatFormat(tokenizer, {
    name: 'town-hall-demo',
    chat: modelConfig('transformers', demoOnnx).chat,
    log: (_level, text) => warnings.push(text),
  });
  const prompt = tokenizer.decode([...render('Be calm.', ['User anna posted:']).tokens]);
  return { prompt, warnings };
}

const lastMessage =
  "{{ messages[-1]['content'] }} {% if enable_thinking is defined and enable_thinking is false %}calmly{% endif %}";

describe('how a model is spoken to', () => {
  it('when its template takes system messages, then the system text is one', () => {
    const { prompt, warnings } = promptOf(
      "{{ messages[0]['role'] }}|{{ messages[0]['content'] }}|{{ messages[1]['content'] }}",
    );
    expect(prompt).toBe('system|Be calm.|User anna posted:');
    expect(warnings).toEqual([]);
  });

  it('when its template refuses system messages, then the user message begins with the text', () => {
    const { prompt } = promptOf(
      "{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system') }}{% endif %}{{ messages[0]['content'] }}",
    );
    expect(prompt).toBe('Be calm.\n\nUser anna posted:');
  });

  it('when it has no template, then it is ChatML, and the log says so', () => {
    const { prompt, warnings } = promptOf(undefined);
    expect(prompt).toContain('system\nBe calm.');
    expect(prompt.trimEnd()).toMatch(/assistant$/);
    expect(warnings).toEqual([expect.stringContaining('town-hall-demo has no chat template')]);
  });

  it('when its template can switch thinking off, then it is off', () => {
    expect(promptOf(lastMessage).prompt).toBe('Be calm.\n\nUser anna posted: calmly');
  });

  it('when its template opens a thought, then it is closed at once', () => {
    expect(promptOf("{{ messages[-1]['content'] + '<think>\\n' }}").prompt).toMatch(/<think>\n\n<\/think>\n\n$/);
  });

  it('when it thinks in channels, then it is refused with what would work', () => {
    expect(() => promptOf('<|channel|>')).toThrow(
      expect.objectContaining({
        code: 'SYNDISCO_MODEL_UNLOADABLE',
        message: expect.stringContaining('channels') as string,
      }),
    );
  });
});
