/**
 * The engine of the fault programme. Every reply carries a nonce that says which turn it is of; every request, and every
 * nonce that comes back in a request's history, goes into the acknowledgement file at once and in order. The file lies
 * outside the run directory: what it says was fed back was acknowledged, and must never change or be lost. Labels have
 * nonces of another form, since annotations count their jobs anew.
 */
import { createHash, randomBytes } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const { FAULTS_ACKNOWLEDGED: file, FAULTS_DELAY_MS: delayMs = '0', FAULTS_PADDING: padding = '0' } = process.env;
const { FAULTS_SLOTS: slots = '4', FAULTS_QUICK_REPLIES: quickReplies = 'all' } = process.env;
/** The same reply to the same request, so that two runs can be compared. */
const { FAULTS_STEADY: isSteady, FAULTS_LEAK_KB: leakKb = '0' } = process.env;
const leaked = [];
let replies = 0;
const log = openSync(file, 'a');
const noncePattern = /<\d+\/\d+\/[0-9a-f]{12}>/g;

export function load() {
  return {
    slots: Number(slots),
    model: { engine: 'oracle', engine_version: '1', fingerprint: 'oracle' },
    async generate({ order, key, history, opening, closing, speaker }) {
      const request = [opening, ...history, closing].join('\n');
      const seen = request.match(noncePattern) ?? [];
      const place = `${speaker === undefined ? 'a' : ''}${order[0]}/${key.index}`;
      const bytes = isSteady ? createHash('sha256').update(`${place} ${request}`).digest() : randomBytes(8);
      const nonce = `<${place}/${bytes.toString('hex', 0, 6)}>`;
      const length = Math.floor((bytes.readUInt16BE(6) / 65536) * Number(padding));
      const isSlow = replies++ >= Number(quickReplies);
      if (isSlow) await delay(Math.max(1000, Number(delayMs)));
      else if (Number(delayMs) > 0) await delay(Math.random() * 2 * Number(delayMs));
      // A kill may tear this line at the end of a page; the next one must not be taken for its rest.
      writeSync(log, `\n${[process.pid, nonce, ...seen].join(' ')} .`);
      // On the heap of V8, where buffers and long strings need not be.
      if (leakKb !== '0') leaked.push(new Array(128 * Number(leakKb)).fill(0.5));
      return `${nonce} More night buses, please. ${'x'.repeat(length)}`;
    },
  };
}
