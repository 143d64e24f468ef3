import { drip, type Mode } from './plays.js';
import { replyModes } from './reply-modes.js';
import { wireModes } from './wire-modes.js';

export type { Mode };

/** What a server may do wrong: in what it says, and in how it says it. */
export const modes: readonly Mode[] = [...replyModes, ...wireModes];

/** Where a server keeps the program waiting when it is told to stop: also where only a llama-server is asked. */
export const hangingModes: readonly Mode[] = [
  ...modes.filter(({ hangs }) => hangs),
  {
    name: 'drips /apply-template',
    at: '/apply-template',
    kind: 'llamacpp',
    play: ({ response }) => {
      drip(response);
    },
  },
  {
    name: 'drips a failure of /apply-template',
    at: '/apply-template',
    kind: 'llamacpp',
    play: ({ response }) => {
      drip(response.writeHead(500));
    },
  },
];
