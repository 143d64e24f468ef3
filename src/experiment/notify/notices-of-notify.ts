import type { ExperimentConfig } from '../../config/experiment-config.js';
import { channelsOf } from '../../notify/channels-of.js';

/** Why nobody would be told, as far as that can be seen without telling anybody anything. */
export async function noticesOfNotify({ notify }: ExperimentConfig): Promise<string[]> {
  const channels = notify ? channelsOf(notify) : [];
  const notices = channels.map(async (channel) => {
    const fault = await channel.check();
    return fault === undefined ? [] : [`nothing can be sent to ${channel.name}: ${fault}`];
  });
  return (await Promise.all(notices)).flat();
}
