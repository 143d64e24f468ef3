import { openProbes } from '../annotation/probes/open-probes.js';
import type { OwnParts } from '../discussion/discuss.js';
import type { DiscussionJob } from '../plan/job.js';
import { ownPromptLayout } from './own-prompt-layout.js';
import { ownTurnManager } from './own-turn-manager.js';

/** Loads the user's modules of a discussion, and opens its probes. */
export async function ownParts(job: Pick<DiscussionJob, 'condition' | 'roles'>): Promise<OwnParts> {
  const { turnManager, promptLayout } = job.condition;
  const [manager, layout] = [await ownTurnManager(turnManager), await ownPromptLayout(promptLayout)];
  const probes = openProbes(job);
  return { ...(manager && { manager }), ...(layout && { layout }), ...(probes && { probes }) };
}
