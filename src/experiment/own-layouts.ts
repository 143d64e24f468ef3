import type { ExperimentConfig } from '../config/experiment-config.js';
import type { OwnLayouts } from '../forecast/planned-prompts.js';
import { conditionsOf } from '../plan/conditions-of.js';
import { ownPromptLayout } from '../run/own-prompt-layout.js';

/** Loads the prompt layouts of all conditions that are users' modules. */
export async function ownLayouts(config: ExperimentConfig): Promise<OwnLayouts> {
  const names = new Set(conditionsOf(config).map((condition) => condition.config.discussions?.promptLayout ?? ''));
  const loaded = new Map<string, NonNullable<Awaited<ReturnType<typeof ownPromptLayout>>>>();
  for (const name of names) {
    const layout = await ownPromptLayout(name);
    if (layout) loaded.set(name, layout);
  }
  return loaded;
}
