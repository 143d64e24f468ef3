import type { ModelOf } from '../../config/engines/registry.js';
import type { ServerLimits } from '../../backends/openai/read-limits.js';
import type { Finding } from './finding.js';

type Server = ModelOf<'openai'>;

/** What servers say of themselves, against what the config asks of them; whether they answer is told by the load. */
export async function checkServers(model: Server): Promise<Finding[]> {
  const { readLimits } = await import('../../backends/openai/read-limits.js');
  const limits = await readLimits(model);
  return [...limits.flatMap((one) => checkContext(one, model)), ...checkSlots(limits, model)];
}

function checkContext({ url, context }: ServerLimits, { contextTokens }: Server): Finding[] {
  if (context === undefined) return [];
  const found = `${url} has a context of ${context} tokens; ctx_width_tokens is ${contextTokens}`;
  if (context >= contextTokens) return [{ check: 'context', verdict: 'ok', found }];
  const todo = `Start the server with a context of at least ${contextTokens}, or lower ctx_width_tokens.`;
  return [{ check: 'context', verdict: 'failure', found, todo }];
}

/** Only if all servers say how many they have. */
function checkSlots(limits: readonly ServerLimits[], { options: { maxInFlight } }: Server): Finding[] {
  const slots = limits.flatMap((one) => one.slots ?? []);
  if (slots.length < limits.length || slots.length === 0) return [];
  const all = slots.reduce((sum, count) => sum + count, 0);
  const found = `the servers work on ${all} requests at a time; max_in_flight is ${maxInFlight}`;
  if (maxInFlight <= all * 2) return [{ check: 'slots', verdict: 'ok', found }];
  const todo = `Set openai.max_in_flight to about ${all}, or start the servers with more slots (llama-server -np).`;
  return [{ check: 'slots', verdict: 'warning', found, todo }];
}
