/**
 * The engine of the fault programme. Every reply carries a nonce that says which turn it is of; every request, and every
 * nonce that comes back in a request's history, goes into the acknowledgement file at once and in order. The file lies
 * outside the run directory: what it says was fed back was acknowledged, and must never change or be lost.
 */
import { randomBytes } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const { FAULTS_ACKNOWLEDGED: file, FAULTS_DELAY_MS: delayMs = '0', FAULTS_PADDING: padding = '0' } = process.env;
const { FAULTS_SLOTS: slots = '4', FAULTS_QUICK_REPLIES: quickReplies = 'all' } = process.env;
let replies = 0;
const log = openSync(file, 'a');
const noncePattern = /<\d+\/\d+\/[0-9a-f]{12}>/g;

export function load() {
  return {
    slots: Number(slots),
    model: { engine: 'oracle', engine_version: '1', fingerprint: 'oracle' },
    async generate({ order, key, history, opening, closing }) {
      const seen = [opening, ...history, closing].join('\n').match(noncePattern) ?? [];
      const nonce = `<${order[0]}/${key.index}/${randomBytes(6).toString('hex')}>`;
      const isSlow = replies++ >= Number(quickReplies);
      if (isSlow) await delay(Math.max(1000, Number(delayMs)));
      else if (Number(delayMs) > 0) await delay(Math.random() * 2 * Number(delayMs));
      // A kill may tear this line at the end of a page; the next one must not be taken for its rest.
      writeSync(log, `\n${[process.pid, nonce, ...seen].join(' ')} .`);
      return `${nonce} More night buses, please. ${'x'.repeat(Math.floor(Math.random() * Number(padding)))}`;
    },
  };
}
