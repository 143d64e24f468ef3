import { readFileSync, writeFileSync } from 'node:fs';

/** One number of replies at once. */
export interface EngineRow {
  sequences: number;
  /** Ours, generated tokens, prompts included in the time. */
  tokensPerSecond: number;
  /** Ours to stock node-llama-cpp, one at a time, llama-server, llama-batched-bench; null where that was not measured. */
  ratios: (number | null)[];
}

export interface EngineResults {
  date: string;
  machine: string;
  versions: string;
  model: string;
  threads: number;
  rows: EngineRow[];
  personas: { asked: number; evaluated: number };
}

const page = new URL('../../docs/performance.md', import.meta.url);
const [begin, end] = ['<!-- engines: written by npm run bench -- --write -->', '<!-- /engines -->'];

/** Puts the table between its marks in docs/performance.md. */
export function writeTable(results: EngineResults): void {
  const text = readFileSync(page, 'utf8');
  const [before, after] = [text.slice(0, text.indexOf(begin)), text.slice(text.indexOf(end))];
  writeFileSync(page, `${before}${begin}\n\n${tableOf(results)}\n\n${after}`);
}

function tableOf({ date, machine, versions, model, threads, rows, personas }: EngineResults): string {
  const share = Math.round((personas.evaluated / personas.asked) * 1000) / 10;
  const cells = rows.map(({ sequences, tokensPerSecond, ratios }) => {
    const shown = ratios.map((ratio) => (ratio === null ? '–' : `${ratio.toFixed(2)} ×`));
    return `| ${[sequences, tokensPerSecond.toFixed(0), ...shown].join(' | ')} |`;
  });
  return [
    `${date}; ${machine}; ${versions}; ${model}; ${threads} thread${threads === 1 ? '' : 's'}; prompts and replies of 64 tokens.`,
    '',
    '| replies at once | ours, tokens/s | to stock node-llama-cpp | to one at a time | to `llama-server --no-kv-unified` | to `llama-batched-bench` (no sampling) |',
    '| --- | --- | --- | --- | --- | --- |',
    ...cells,
    '',
    `Persona workload: ${personas.evaluated} of ${personas.asked} prompt tokens evaluated (${share} %).`,
  ].join('\n');
}
