import { messagesOf, turnsOf, type Backend, type Message, type PromptFormat } from '../backends/backend.js';
import type { BackendLog } from '../backends/backend-log.js';
import { plannedPrompts, type PlannedPrompt } from '../forecast/planned-prompts.js';
import { promptLayouts } from '../discussion/prompt-layouts/registry.js';
import { fileName } from '../plan/fields/file-name.js';
import { groupByModel } from '../plan/group-by-model.js';
import { loadModelOf } from './load-model-of.js';
import { openModelsInUse } from './models-in-use.js';
import type { Experiment } from './open-experiment.js';
import { ownLayouts } from './own-layouts.js';

/** The prompt of an actor, as its model reads it. */
export interface ActorPrompt {
  name: string;
  /** The persona's own name, where the participant has a pseudonym. */
  persona?: string;
  /** Absent for annotators. */
  condition?: string;
  model: string;
  layout: string;
  format?: PromptFormat;
  /** What is asked, before the chat template. */
  messages: readonly Message[];
  /** Null where the engine cannot tell. */
  text: string | null;
  tokens: number | null;
  /** The tokenizer puts BOS in front, which is counted and not in the text. */
  adds_bos?: boolean;
}

interface ShowOptions {
  /** Only of the actors with this name, or of this persona. */
  name: string | undefined;
  /** Under every layout, and with example comments, since some differ only in these; else before any history. */
  everyLayout?: boolean;
  say: BackendLog;
}

/** The prompt of every actor of the plan, one model after the other, as each comes. */
export async function* showPrompts(
  { config, inputs }: Experiment,
  { name, everyLayout = false, say }: ShowOptions,
): AsyncGenerator<ActorPrompt> {
  const planned = plannedPrompts(config, inputs, await ownLayouts(config));
  const prompts = planned
    .filter((prompt) => name === undefined || prompt.name === name || prompt.persona === name)
    .flatMap((prompt) => (everyLayout ? underEveryLayout(prompt) : [prompt]));
  const models = openModelsInUse(loadModelOf(config, say));
  try {
    for (const { model, items } of groupByModel(prompts, (prompt) => prompt.model.config)) {
      const backend = await models.load(model);
      for (const prompt of items) yield await showPrompt(backend, prompt);
    }
  } finally {
    await models.close();
  }
}

/** Annotators have only one message, so that `chat` is `original` there. */
function underEveryLayout(prompt: PlannedPrompt): PlannedPrompt[] {
  const builtIn = prompt.condition === undefined ? ['original', 'json'] : Object.keys(promptLayouts);
  const layouts = [...new Set([...builtIn, prompt.layout])];
  return layouts.map((layout) => ({ ...prompt, layout, request: prompt.example(layout) }));
}

async function showPrompt(backend: Backend, prompt: PlannedPrompt): Promise<ActorPrompt> {
  const { name, persona, condition, layout, request } = prompt;
  const shown = await backend.showPrompt?.(request);
  const format = backend.model.prompt_format;
  return {
    name,
    ...(persona !== undefined && { persona }),
    ...(condition !== undefined && { condition }),
    model: prompt.model.config.name,
    layout: fileName(layout),
    ...(format && { format }),
    messages: messagesOf(request.system, turnsOf(request), format?.system_role !== 'user'),
    text: shown?.text ?? null,
    tokens: shown?.tokens ?? null,
    ...(shown?.addsBos && { adds_bos: true }),
  };
}
