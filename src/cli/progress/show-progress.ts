import { Writable } from 'node:stream';
import { styleText } from 'node:util';
import type { Session } from '../../experiment/session.js';
import { describeStatus } from '../../experiment/status/describe-status.js';
import type { Terminal } from '../../log/terminal-transport.js';
import { progressBlock } from './progress-block.js';

const drawEveryMs = 500;
const lineEveryMs = 30_000;

export interface ProgressDisplay {
  /** Where the log is shown; undefined for standard error itself. */
  readonly terminal?: Terminal;
  follow(session: Session): void;
  /** Ends the display, and leaves nothing of it. */
  end(): void;
}

/** Shows progress on stderr: a block that moves at a terminal, elsewhere a log line every 30 seconds. */
export function openDisplay(): Promise<ProgressDisplay> {
  const { isTTY, columns } = process.stderr; // a terminal that does not know its size has 0 columns
  const canMove = isTTY && columns > 0 && process.env['TERM'] !== 'dumb';
  return canMove ? openBlock(process.stderr) : Promise.resolve(lines('info'));
}

/** The words of the block go to the log file too, whose lines nobody wipes. */
function lines(level: 'info' | 'note'): ProgressDisplay {
  let timer: NodeJS.Timeout | undefined;
  return {
    follow(session) {
      timer = setInterval(() => {
        session.log[level](describeStatus(session.status()));
      }, lineEveryMs).unref();
    },
    end() {
      clearInterval(timer);
    },
  };
}

async function openBlock(stream: NodeJS.WriteStream): Promise<ProgressDisplay> {
  const [{ createLogUpdate }, { default: measure }] = await Promise.all([import('log-update'), import('string-width')]);
  const update = createLogUpdate(stream, { showCursor: true });
  const inFile = lines('note');
  const paint = (colour: Parameters<typeof styleText>[0], text: string): string => styleText(colour, text, { stream });
  let session: Session | undefined;
  let timer: NodeJS.Timeout | undefined;
  const draw = (): void => {
    if (!session) return;
    const { columns, rows } = stream;
    update(progressBlock(session.status(), { columns, rows, now: new Date(), measure, paint }).join('\n'));
  };
  const clear = (): void => {
    update.clear();
  };
  const redraw = (): void => {
    clear();
    draw();
  };
  return {
    terminal: above(stream, { clear, draw }),
    follow(followed) {
      session = followed;
      inFile.follow(followed);
      timer = setInterval(draw, drawEveryMs).unref();
      stream.on('resize', redraw);
    },
    end() {
      inFile.end();
      clearInterval(timer);
      stream.off('resize', redraw);
      session = undefined;
      clear();
      update.done();
    },
  };
}

/** Writes above the block: the log's lines stay, and the block moves down. */
function above(stream: NodeJS.WriteStream, { clear, draw }: { clear: () => void; draw: () => void }): Terminal {
  const writable = new Writable({
    decodeStrings: false,
    write(chunk: string, _, done) {
      clear();
      stream.write(chunk);
      draw();
      done();
    },
  });
  return Object.assign(writable, { isTTY: true });
}
