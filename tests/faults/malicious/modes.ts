import type { Mode } from './plays.js';
import { replyModes } from './reply-modes.js';
import { wireModes } from './wire-modes.js';

export type { Mode };

/** What a server may do wrong: in what it says, and in how it says it. */
export const modes: readonly Mode[] = [...replyModes, ...wireModes];
