import { constants } from 'node:os';
import { isatty } from 'node:tty';
import type { StopRequest } from '../run/stop-request.js';

type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** How a run ends because of signals or of time. */
export interface SignalWatch {
  /** The exit code of what asked to stop, if anything did. */
  readonly exitCode: number | undefined;
  dispose(): void;
}

interface Watched {
  stop: StopRequest;
  say: (text: string) => void;
  /** What SIGUSR2 asks for. */
  sayStatus: () => void;
}

/**
 * The first SIGINT or SIGTERM asks the run to stop, the second ends the process at once, which is always safe. SIGHUP
 * means the same at a terminal; under nohup, whose ignoring Node undoes, it is only noted. SIGUSR2 asks for the status.
 */
export function watchSignals({ stop, say, sayStatus }: Watched): SignalWatch {
  let exitCode: number | undefined;
  // Asked now: when the signal comes, the terminal is gone.
  const isAtTerminal = isatty(0);
  const handle = (signal: Signal): void => {
    if (signal === 'SIGHUP' && !isAtTerminal) {
      say('SIGHUP is ignored: the run goes on');
      return;
    }
    const code = 128 + constants.signals[signal];
    if (exitCode !== undefined) process.exit(code);
    exitCode = code;
    say(`${signal}: turns that are being made may finish, then the run stops; once more ends it at once`);
    stop.request();
  };
  const signals: Signal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, handle);
  process.on('SIGUSR2', sayStatus);
  return {
    get exitCode() {
      return exitCode;
    },
    dispose() {
      for (const signal of signals) process.off(signal, handle);
      process.off('SIGUSR2', sayStatus);
    },
  };
}
