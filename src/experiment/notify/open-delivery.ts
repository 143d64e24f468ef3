import type { Channel } from '../../notify/channel.js';
import type { Notice } from '../../notify/notice.js';

type Warn = (text: string) => void;

/** Sends to all channels, and warns once of each that does not work. */
export interface Delivery {
  check(warn: Warn): Promise<void>;
  /** Resolves to whether anybody was told. */
  send(notice: Notice, warn: Warn): Promise<boolean>;
}

export function openDelivery(channels: readonly Channel[]): Delivery {
  const warned = new Set<Channel>();
  const warnOnce = (channel: Channel, text: string, warn: Warn): void => {
    if (!warned.has(channel)) warn(text);
    warned.add(channel);
  };
  return {
    async check(warn) {
      for (const channel of channels) {
        const fault = await channel.check();
        if (fault !== undefined) warnOnce(channel, `nothing can be sent to ${channel.name}: ${fault}`, warn);
      }
    },
    async send(notice, warn) {
      const sending = channels.map(async (channel) => {
        const fault = await channel.send(notice);
        if (fault === undefined) return true;
        warnOnce(channel, `no notification (${notice.event}) was sent to ${channel.name}: ${fault}`, warn);
        return false;
      });
      return (await Promise.all(sending)).includes(true);
    },
  };
}
