import type { ChatConfig } from '../../config/engines/chat.js';
import { fail } from '../../errors.js';
import type { PromptFormat } from '../backend.js';
import type { BackendLog } from '../backend-log.js';
import { TemplateFault } from './compile-template.js';

/** Where a model's chat template may come from. */
export interface TemplateSource {
  /** The model's name, for messages. */
  name: string;
  /** The model's own template, if it has one. */
  own: string | undefined;
  chat: ChatConfig;
  log: BackendLog;
}

export interface ChosenTemplate {
  from: NonNullable<PromptFormat['chat_template']>;
  text: string;
  /** The error for a template that fails: with the line of the template, and of its file where it has one. */
  explain: (fault: unknown) => Error;
}

const chatMl =
  "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}" +
  '{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}';
/**
 * The format that llama-cpp-python calls `alpaca`, with texts on the line of their mark. Unlike there, the prompt opens
 * the response: small models that have to open it themselves are stopped at its mark, and seem silent.
 */
const alpaca =
  "{% for message in messages %}{% if message['role'] == 'system' %}{{ message['content'] + '\n\n' }}" +
  "{% elif message['role'] == 'user' %}{{ '### Instruction: ' + message['content'] + '\n\n' }}" +
  "{% else %}{{ '### Response: ' + message['content'] + '</s>' }}{% endif %}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '### Response:' }}{% endif %}";
const builtIn = { chatml: { text: chatMl, title: 'ChatML' }, alpaca: { text: alpaca, title: 'Alpaca' } };
const key = 'model_parameters.general.chat_template';

/** The template that the config names, else the model's own; ChatML, with a warning, for a model without one. */
export function chooseTemplate(source: TemplateSource): ChosenTemplate {
  const { name, own, chat, log } = source;
  if (typeof chat.template === 'string') {
    const { text, title } = builtIn[chat.template];
    return { from: chat.template, text, explain: explainWith({}, `${title} for ${name}`) };
  }
  if (chat.template !== undefined) {
    const { path, text } = chat.template;
    return { from: 'file', text, explain: explainWith({ file: path, text }, 'The chat template') };
  }
  if (own !== undefined) return { from: 'model', text: own, explain: explainWith({}, `The chat template of ${name}`) };
  const advice = 'Base models answer badly; use an instruction-tuned model, or name its template as chat_template.';
  log('warn', `${name} has no chat template: using ChatML. ${advice}`);
  return { from: 'chatml', text: chatMl, explain: explainWith({}, `ChatML for ${name}`) };
}

function explainWith({ file, text = '' }: { file?: string; text?: string }, whose: string): ChosenTemplate['explain'] {
  return (fault) => {
    if (!(fault instanceof TemplateFault)) return fault instanceof Error ? fault : new Error(String(fault));
    const { line, message } = fault;
    const at = line === undefined || file !== undefined ? '' : ` in line ${line}`;
    const source = line === undefined ? undefined : text.split('\n')[line - 1];
    const where = {
      ...(file !== undefined && { file }),
      ...(line !== undefined && { line }),
      ...(source && { source }),
    };
    const todo =
      file === undefined
        ? "Set chat_template to a file with a template that works (start from the one on the model's page), or to chatml; template_variables sets variables that it needs."
        : 'Correct the template, or set the variables that it needs as template_variables.';
    return fail(
      {
        code: 'SYNDISCO_CHAT_TEMPLATE_INVALID',
        what: `${whose} fails${at}: ${message}.`,
        todo,
        path: key,
        ...(file !== undefined && { where }),
      },
      fault,
    );
  };
}
