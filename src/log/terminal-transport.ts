import type { Writable } from 'node:stream';
import winston from 'winston';

/** Where log lines are shown, normally standard error. */
export type Terminal = Writable & { isTTY?: boolean };

const colours: Readonly<Record<string, string>> = { error: '\u001b[31m', warn: '\u001b[33m', debug: '\u001b[2m' };
const plain = '\u001b[0m';
/** Clears the progress line, so that a log line is never appended to it. */
const wipeLine = '\r\u001b[2K';

const withoutFileOnly = winston.format((info) => (info['isForFileOnly'] === true ? false : info));
const message = winston.format.printf((info) => String(info.message));
const inColour = winston.format.printf(({ level, message: line }) => {
  const colour = process.env['NO_COLOR'] ? undefined : colours[level];
  return wipeLine + (colour ? `${colour}${String(line)}${plain}` : String(line));
});

/** Prints log lines on a terminal; in colour, and above the moving progress line, only if it is interactive. */
export function openTerminalTransport(terminal: Terminal): winston.transports.StreamTransportInstance {
  // A terminal that has closed (SIGHUP under nohup) must not end the run.
  terminal.on('error', () => undefined);
  const show = terminal.isTTY === true ? inColour : message;
  return new winston.transports.Stream({
    stream: terminal,
    eol: '\n',
    format: winston.format.combine(withoutFileOnly(), show),
  });
}
