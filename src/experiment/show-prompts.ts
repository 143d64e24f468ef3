import type { Backend, PromptFormat } from '../backends/backend.js';
import type { BackendLog } from '../backends/backend-log.js';
import { loadBackend } from '../backends/load-backend.js';
import { plannedPrompts, type PlannedPrompt } from '../forecast/planned-prompts.js';
import { groupByModel } from '../plan/group-by-model.js';
import { oneModelAtATime } from './model-in-use.js';
import type { Experiment } from './open-experiment.js';

/** The first prompt of an actor, as its model reads it. */
export interface ActorPrompt {
  name: string;
  /** Absent for annotators. */
  condition?: string;
  model: string;
  format?: PromptFormat;
  /** Null where the engine cannot tell. */
  text: string | null;
  tokens: number | null;
  /** The tokenizer puts BOS in front, which is counted and not in the text. */
  adds_bos?: boolean;
}

interface ShowOptions {
  /** Only of the actor with this name. */
  name: string | undefined;
  say: BackendLog;
}

/** The prompt of every actor of the plan before any history, one model after the other, as each comes. */
export async function* showPrompts(
  { config, inputs }: Experiment,
  { name, say }: ShowOptions,
): AsyncGenerator<ActorPrompt> {
  const prompts = plannedPrompts(config, inputs).filter((prompt) => name === undefined || prompt.name === name);
  const models = oneModelAtATime((model) => loadBackend(model, say));
  try {
    for (const { model, items } of groupByModel(prompts, (prompt) => prompt.config.model)) {
      const backend = await models.load(model);
      for (const prompt of items) yield await showPrompt(backend, prompt);
    }
  } finally {
    await models.close();
  }
}

async function showPrompt(backend: Backend, { name, condition, request }: PlannedPrompt): Promise<ActorPrompt> {
  const shown = await backend.showPrompt?.(request);
  const format = backend.model.prompt_format;
  return {
    name,
    ...(condition !== undefined && { condition }),
    model: backend.model.name,
    ...(format && { format }),
    text: shown?.text ?? null,
    tokens: shown?.tokens ?? null,
    ...(shown?.addsBos && { adds_bos: true }),
  };
}
