import type { Placeholder } from '../config/notify-config.js';

/** What is told, by the placeholders that texts may contain. */
export type Notice = Readonly<Record<Placeholder, string>>;
