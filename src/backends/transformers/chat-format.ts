import type { PreTrainedTokenizer } from '@huggingface/transformers';
import { fail } from '../../errors.js';
import type { BackendLog } from '../backend-log.js';

/** How the model expects its prompt, and how it ends a reply. */
export interface ChatFormat {
  render: (system: string, user: string) => number[];
  /** End marks of more than one token. */
  stopTexts: readonly string[];
}

interface Message {
  role: 'system' | 'user';
  content: string;
}

const chatMl =
  "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}<|im_start|>assistant\n";

/**
 * The chat format of the model's own template; ChatML, with a warning, for a model without one. For a template that
 * rejects system messages, the system text goes before the user's. Throws for models that think in channels.
 */
export function openChatFormat(tokenizer: PreTrainedTokenizer, name: string, log: BackendLog): ChatFormat {
  const own = ownTemplate(tokenizer);
  if (own?.includes('<|channel|>')) throw thinksInChannels(name);
  if (own === undefined)
    log(
      'warn',
      `${name} has no chat template: using ChatML. Base models answer badly; use an instruction-tuned model.`,
    );
  const write = (messages: Message[]): number[] => {
    const options = {
      tokenize: false,
      add_generation_prompt: true,
      chat_template: own ?? chatMl,
      enable_thinking: false,
    };
    const text: string = tokenizer.apply_chat_template<false>(messages, { ...options, tokenize: false });
    return tokenizer.encode(closeThought(text), { add_special_tokens: false });
  };
  return {
    render: (system, user) => renderEither(write, system, user),
    stopTexts: own === undefined ? ['<|im_end|>'] : [],
  };
}

function renderEither(write: (messages: Message[]) => number[], system: string, user: string): number[] {
  try {
    return write([
      { role: 'system', content: system },
      { role: 'user', content: user },
    ]);
  } catch {
    return write([{ role: 'user', content: `${system}\n\n${user}` }]);
  }
}

function ownTemplate(tokenizer: PreTrainedTokenizer): string | undefined {
  try {
    return tokenizer.get_chat_template();
  } catch {
    return undefined;
  }
}

/** Closes a thought that the template opens: this engine does not support thinking. */
function closeThought(prompt: string): string {
  return prompt.trimEnd().endsWith('<think>') ? `${prompt.trimEnd()}\n\n</think>\n\n` : prompt;
}

/** gpt-oss and similar models think and speak in channels of one reply: the thinking would be published. */
function thinksInChannels(name: string): Error {
  return fail({
    code: 'SYNDISCO_MODEL_UNLOADABLE',
    path: 'model_parameters.general.model_path',
    what: `${name} writes its thinking into channels (the gpt-oss format), and the transformers engine would publish it.`,
    todo: 'Serve it with llama-server or vLLM, which remove the thinking, and use library_type: openai; or use another model.',
  });
}
