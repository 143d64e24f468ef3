import { readFileSync, writeFileSync } from 'node:fs';
import type { PersonaResults } from './personas.js';

/** The row for one number of replies at once. */
export interface EngineRow {
  sequences: number;
  /** Tokens per second that our engine generates, prompts included in the time. */
  tokensPerSecond: number;
  /**
   * Our rate divided by that of stock node-llama-cpp, of one at a time, of llama-server, and of llama-batched-bench;
   * null if not measured.
   */
  ratios: (number | null)[];
}

export interface EngineResults {
  date: string;
  machine: string;
  versions: string;
  model: string;
  threads: number;
  rows: EngineRow[];
  personas: PersonaResults;
}

const page = new URL('../../docs/performance.md', import.meta.url);
const [begin, end] = ['<!-- engines: written by npm run bench -- --write -->', '<!-- /engines -->'];

/** Writes the table between its marks in docs/performance.md. */
export function writeTable(results: EngineResults): void {
  const text = readFileSync(page, 'utf8');
  const [before, after] = [text.slice(0, text.indexOf(begin)), text.slice(text.indexOf(end))];
  writeFileSync(page, `${before}${begin}\n\n${tableOf(results)}\n\n${after}`);
}

function tableOf({ date, machine, versions, model, threads, rows, personas }: EngineResults): string {
  const share = Math.round((personas.evaluated / personas.asked) * 1000) / 10;
  const cells = rows.map(({ sequences, tokensPerSecond, ratios }) => {
    return `| ${[sequences, tokensPerSecond.toFixed(0), ...ratios.map(showRatio)].join(' | ')} |`;
  });
  return [
    `${date}; ${machine}; ${versions}; ${model}; ${threads} thread${threads === 1 ? '' : 's'}; prompts and replies of 64 tokens.`,
    '',
    '| replies at once | ours, tokens/s | to stock node-llama-cpp | to one at a time | to `llama-server --no-kv-unified` | to `llama-batched-bench` (no sampling) |',
    '| --- | --- | --- | --- | --- | --- |',
    ...cells,
    '',
    'What a run is made of, 8 discussions × 12 turns of the same 4 personas at once, with 250 tokens of persona, 60 of each comment and 6 comments of history:',
    '',
    '| ours, tokens/s | prompt tokens evaluated | to stock node-llama-cpp | to one at a time | to `llama-server` with its prompt cache |',
    '| --- | --- | --- | --- | --- |',
    `| ${[personas.tokensPerSecond.toFixed(0), `${personas.evaluated} of ${personas.asked} (${share} %)`, ...personas.ratios.map(showRatio)].join(' | ')} |`,
  ].join('\n');
}

function showRatio(ratio: number | null): string {
  return ratio === null ? '–' : `${ratio.toFixed(2)} ×`;
}
