import type { OwnParts } from '../discussion/discuss.js';
import type { Condition } from '../plan/job.js';
import { ownPromptLayout } from './own-prompt-layout.js';
import { ownTurnManager } from './own-turn-manager.js';

/** Loads the user's modules of a condition. */
export async function ownParts({ turnManager, promptLayout }: Condition): Promise<OwnParts> {
  const [manager, layout] = [await ownTurnManager(turnManager), await ownPromptLayout(promptLayout)];
  return { ...(manager && { manager }), ...(layout && { layout }) };
}
