import { constants } from 'node:os';
import { isatty } from 'node:tty';
import type { StopRequest } from '../run/stop-request.js';

type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGUSR1';

const runAgain = 75;

/** Turns signals into stop requests. */
export interface SignalWatch {
  /** The exit code for the signal that asked to stop, if one did. */
  readonly exitCode: number | undefined;
  dispose(): void;
}

interface Watched {
  stop: StopRequest;
  say: (text: string) => void;
  /** Called on SIGUSR2. */
  sayStatus: () => void;
}

/**
 * The first SIGINT or SIGTERM asks the run to stop; the second exits immediately, which is always safe. SIGHUP does the
 * same at a terminal. Under nohup it is logged and ignored, because Node overrides nohup's own handling. SIGUSR1, by
 * which schedulers announce the end of the time limit, asks to stop too and exits as after --stop-after. SIGUSR2 logs
 * the status.
 */
export function watchSignals({ stop, say, sayStatus }: Watched): SignalWatch {
  let exitCode: number | undefined;
  // Checked now: when the signal arrives, the terminal is already gone.
  const isAtTerminal = isatty(0);
  const handle = (signal: Signal): void => {
    if (signal === 'SIGHUP' && !isAtTerminal) {
      say('SIGHUP is ignored: the run continues');
      return;
    }
    const code = signal === 'SIGUSR1' ? runAgain : 128 + constants.signals[signal];
    if (exitCode !== undefined) process.exit(code);
    exitCode = code;
    say(`${signal}: waiting for the current turns, then stopping; a second signal exits immediately`);
    stop.request(signal);
  };
  const signals: Signal[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1'];
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
