/** Loaded into the program before it starts: writes its heap, after a collection, and its descriptors every few seconds. */
import { appendFileSync, readdirSync } from 'node:fs';
import type { Sample } from './soak.js';

const { SOAK_SAMPLES: file = '', SOAK_EVERY_MS: everyMs = '5000' } = process.env;

function sample(): void {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  const descriptors = readdirSync('/proc/self/fd').length;
  const taken: Sample = { seconds: process.uptime(), heapUsed, external, rss, descriptors };
  appendFileSync(file, `${JSON.stringify(taken)}\n`);
}

if (file !== '') setInterval(sample, Number(everyMs)).unref();
