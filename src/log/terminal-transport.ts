import type { Writable } from 'node:stream';
import winston from 'winston';

/** Where log lines are shown, normally standard error. */
export type Terminal = Writable & { isTTY?: boolean };

const colours: Readonly<Record<string, string>> = { error: '\u001b[31m', warn: '\u001b[33m', debug: '\u001b[2m' };
const plain = '\u001b[0m';

const withoutFileOnly = winston.format((info) => (info['isForFileOnly'] === true ? false : info));
const message = winston.format.printf((info) => String(info.message));
const inColour = winston.format.printf(({ level, message: line }) => {
  const colour = process.env['NO_COLOR'] ? undefined : colours[level];
  return colour ? `${colour}${String(line)}${plain}` : String(line);
});

/** Prints log lines on a terminal; in colour only if it is interactive. */
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
