import type { ServerTrouble } from '../backend.js';
import type { BackendLog } from '../backend-log.js';

/** Tells of servers that fail: at the first failure, every minute while it lasts, and when they answer again. */
export interface TroubleWatch {
  /** `failure` without secrets. A busy server is told of only if it goes on. */
  failed(url: string, failure: string, isBusy: boolean): void;
  answered(url: string): void;
  /** Of servers that have failed since they last answered. */
  troubles(): readonly ServerTrouble[];
  close(): void;
}

interface Trouble extends ServerTrouble {
  failures: number;
  /** Whether the log has it. */
  isTold: boolean;
  timer: NodeJS.Timeout;
}

export function watchTrouble(log: BackendLog, everyMs = 60_000): TroubleWatch {
  const known = new Map<string, Trouble>();
  /** A server that fails some requests and answers others must not fill the log. */
  const toldAt = new Map<string, number>();
  const end = (trouble: Trouble): void => {
    clearInterval(trouble.timer);
    known.delete(trouble.url);
  };
  return {
    failed(url, failure, isBusy) {
      const trouble = known.get(url) ?? begin(url, failure);
      trouble.failures += 1;
      trouble.failure = failure;
      const wasToldLately = Date.now() - (toldAt.get(url) ?? -Infinity) < everyMs;
      if (trouble.isTold || isBusy || wasToldLately) return;
      trouble.isTold = true;
      toldAt.set(url, Date.now());
      log('warn', `openai: a request to ${url} failed and will be sent again: ${failure}`);
    },
    answered(url) {
      const trouble = known.get(url);
      if (!trouble) return;
      end(trouble);
      if (trouble.isTold) log('info', `openai: ${url} answers again after ${lengthOf(trouble)}`);
    },
    troubles: () => Array.from(known.values(), ({ url, since, failure }) => ({ url, since, failure })),
    close() {
      for (const trouble of known.values()) end(trouble);
    },
  };

  function begin(url: string, failure: string): Trouble {
    const timer = setInterval(() => {
      trouble.isTold = true;
      toldAt.set(url, Date.now());
      log('warn', tellLasting(trouble));
    }, everyMs).unref();
    const trouble: Trouble = { url, since: new Date(), failure, failures: 0, isTold: false, timer };
    known.set(url, trouble);
    return trouble;
  }
}

function tellLasting(trouble: Trouble): string {
  const { url, failure, failures } = trouble;
  return `openai: ${url} has not answered for ${lengthOf(trouble)} (failed requests: ${failures}; the last one: ${failure})`;
}

function lengthOf({ since }: Trouble): string {
  const seconds = Math.round((Date.now() - since.getTime()) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
