import type { Notice } from './notice.js';

/** How long a command or a web server may take. */
export const limitMs = 5000;

/** A way to tell a person. Nothing here throws, and nothing that is returned contains a web address. */
export interface Channel {
  /** `the webhook in $TEAM_CHAT`, `the command mail`. */
  readonly name: string;
  /** Why it cannot work, as far as that can be seen without using it. */
  check(): Promise<string | undefined>;
  /** Takes at most `limitMs`. Resolves to the reason if it failed. */
  send(notice: Notice): Promise<string | undefined>;
}
