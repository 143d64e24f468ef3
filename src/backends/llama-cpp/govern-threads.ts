import type { BackendLog } from '../backend-log.js';
import type { BatchPort, BatchRow } from './batch-port.js';
import { ThreadGovernor, type ThreadChange } from './thread-governor.js';

interface Options {
  /** Chosen at load. */
  threads: number;
  /** Never to exceed. */
  most: number;
  log: BackendLog;
  /** In milliseconds. */
  now?: () => number;
}

/** A port that adapts its number of threads. */
export interface GovernedPort extends BatchPort {
  /** Logs how often the threads have changed, if ever. */
  tell(): void;
}

/**
 * The same port, whose number of threads follows what other processes leave of the cores. Only for models that run on
 * the CPU alone: on a GPU, a slow step says nothing about threads.
 */
export function governThreads(port: BatchPort, options: Options): GovernedPort {
  const { threads, most, log, now = () => performance.now() } = options;
  const governor = new ThreadGovernor({ threads, most });
  const count = { changes: 0, ms: 0, msOnFewer: 0 };
  let current = threads;

  async function decode(rows: readonly BatchRow[]): ReturnType<BatchPort['decode']> {
    const startedAt = now();
    const logits = await port.decode(rows);
    const ms = now() - startedAt;
    count.ms += ms;
    if (current < threads) count.msOnFewer += ms;
    const change = governor.note({ ...shapeOf(rows), ms });
    if (change) count.changes += 1;
    if (change) log('debug', describe(change));
    if (governor.threads !== current) port.setThreads(governor.threads);
    current = governor.threads;
    return logits;
  }

  return {
    get batchTokens() {
      return port.batchTokens;
    },
    decode,
    openSampler: port.openSampler.bind(port),
    forget: port.forget.bind(port),
    copy: port.copy.bind(port),
    setThreads: port.setThreads.bind(port),
    tell() {
      if (count.changes > 0) log('warn', sumUp({ ...count, threads }));
    },
  };
}

function shapeOf(rows: readonly BatchRow[]): { tokens: number; attended: number } {
  let [tokens, attended] = [0, 0];
  for (const row of rows) {
    tokens += row.tokens.length;
    attended += row.tokens.length * (row.position + row.tokens.length / 2);
  }
  return { tokens, attended };
}

function describe({ from, to, ratio }: ThreadChange): string {
  const threads = `${to} thread${to === 1 ? '' : 's'} instead of ${from}`;
  return to < from
    ? `llama_cpp: steps took ${ratio.toFixed(1)} times as long as before, probably because another process uses the cores: continuing with ${threads}`
    : `llama_cpp: cores are free again: continuing with ${threads}`;
}

interface Sum {
  changes: number;
  ms: number;
  msOnFewer: number;
  threads: number;
}

function sumUp({ changes, ms, msOnFewer, threads }: Sum): string {
  const share = Math.round((100 * msOnFewer) / ms);
  const onFewer = share > 0 ? `: ${share} % of the time it ran on fewer than ${threads}` : '';
  return `llama_cpp changed its number of threads ${changes} time${changes === 1 ? '' : 's'}, because other processes used the cores${onFewer}`;
}
