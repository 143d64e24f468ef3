import type { NotifyConfig } from '../config/notify-config.js';
import type { Channel } from './channel.js';
import { commandChannel } from './command-channel.js';
import { webhookChannel } from './webhook-channel.js';

export function channelsOf({ command, webhook }: NotifyConfig): Channel[] {
  return [...(command ? [commandChannel(command)] : []), ...(webhook ? [webhookChannel(webhook)] : [])];
}
