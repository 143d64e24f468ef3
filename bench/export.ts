/**
 * Prints time and peak memory of the export of 100,000 rows (or of the given number), as one CSV and as tidy Parquet
 * tables, each in a process of its own, as a line of JSON.
 */
import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { sealDocument, SumCheck } from '../src/document-sum.js';
import type * as Exporter from '../src/experiment/export-dataset.js';

const commentsPerDiscussion = 50;
const annotators = 2;

const model = { name: 'bench', engine: 'scripted', engine_version: '1', fingerprint: null };
const names = ['elena', 'jonas', 'aisha', 'walter', 'nora', 'omar'];

const [argument = '100000', filled, kind] = process.argv.slice(2);
const rows = Number(argument);
const dir = filled ?? (await mkdtemp(join(tmpdir(), 'syndisco-bench-export-')));
await (filled === undefined ? fillAndExport() : exportAndMeasure());

async function fillAndExport(): Promise<void> {
  try {
    await makeDataset(Math.ceil(rows / commentsPerDiscussion / annotators));
    const figures: unknown[] = [];
    for (const one of ['csv', 'tidy']) {
      const args = ['--import', 'tsx', new URL(import.meta.url).pathname, argument, dir, one];
      const { stdout } = await promisify(execFile)(process.execPath, args);
      figures.push(...(JSON.parse(stdout) as unknown[]));
    }
    console.log(JSON.stringify(figures));
  } finally {
    await rm(dir, { recursive: true });
  }
}

/** Runs the built program, with a plain stream instead of the store, so that fsync is not measured. */
async function exportAndMeasure(): Promise<void> {
  const built = new URL('../build/experiment/export-dataset.js', import.meta.url).href;
  const { exportDataset } = (await import(built)) as typeof Exporter;
  const isTidy = kind === 'tidy';
  const started = performance.now();
  await exportDataset({
    discussionsDir: join(dir, 'discussions'),
    annotationsDir: join(dir, 'annotations'),
    path: join(dir, 'dataset.csv'),
    originalColumns: false,
    forSpreadsheets: false,
    ...(isTidy && { isTidy, formats: ['parquet'] as const }),
    sums: new SumCheck(),
    log: { info: () => undefined, warn: () => undefined },
    replaceFile: (path, chunks) => pipeline(Readable.from(chunks), createWriteStream(path)),
  });
  const seconds = Math.round(performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(); // all threads; on a busy machine, the time says little
  const cpuSeconds = Math.round((user + system) / 1000) / 1000;
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  const what = `${isTidy ? 'tidy Parquet' : 'CSV'} export of ${rows.toLocaleString('en')} comment rows`;
  const target = `1,000,000 rows < ${isTidy ? 60 : 20}`;
  console.log(
    JSON.stringify([
      { what: `${what}, time`, value: seconds, unit: 's', target },
      { what: `${what}, processor time`, value: cpuSeconds, unit: 's', target },
      { what: `${what}, peak memory`, value: megabytes, unit: 'MB', target: '< 300' },
    ]),
  );
}

async function makeDataset(discussions: number): Promise<void> {
  for (const folder of ['discussions', 'tidy']) await mkdir(join(dir, folder));
  await mkdir(join(dir, 'annotations'));
  for (let number = 0; number < discussions; number += 1) {
    const id = `town-hall-${String(number).padStart(6, '0')}`;
    const discussion = makeDiscussion(id);
    await writeFile(join(dir, 'discussions', `${id}.json`), seal(discussion));
    for (let annotator = 0; annotator < annotators; annotator += 1) {
      const annotation = makeAnnotation(discussion, `annotator${annotator}`);
      await writeFile(join(dir, 'annotations', `${annotation.id}.json`), seal(annotation));
    }
  }
}

/** As a run publishes it. */
function seal(document: { job_hash: string }): string {
  return sealDocument({ ...document, specification: {} });
}

function makePersona(username: string, seat: number) {
  return {
    username,
    age: 20 + seat,
    sex: 'female',
    sexual_orientation: 'heterosexual',
    demographic_group: 'white',
    current_employment: 'Bus driver, part-time',
    education_level: "Bachelor's",
    special_instructions: 'Says "bread first, talk later".',
    personality_characteristics: ['patient', 'dry'],
  };
}

function makePrompt(name: string): string {
  const traits = Object.entries(makePersona(name, 0)).map(([trait, value]) => `${trait}: ${String(value)}`);
  return `You are in an online forum. Your name is ${name}. Your traits: ${traits.join(', ')} Your instructions: ${'Write one short comment.\n'.repeat(20)}`;
}

function makeDiscussion(id: string) {
  return {
    id,
    timestamp: '26-02-14-16-20',
    created_at: '2026-02-14T15:20:33.000Z',
    users: names,
    moderator: null,
    user_prompts: names.map(makePrompt),
    moderator_prompt: null,
    ctx_length: 3,
    experiment: 'bench',
    condition: 'strict',
    replicate: 1,
    topic: 'free-buses',
    participants: names.map((name, seat) => ({ name, role: 'participant', persona: makePersona(name, seat) })),
    seed: 1,
    model,
    job_hash: 'a'.repeat(64),
    logs: Array.from({ length: commentsPerDiscussion }, (_, turn) => ({
      name: names[turn % names.length] ?? '',
      text: `Comment ${turn} of ${id}: ${'I would like to see that figure, "free" or not. '.repeat(6)}`,
      model: 'bench',
      turn,
      role: 'participant',
      raw_text: `Comment ${turn} of ${id}: ${'I would like to see that figure, "free" or not. '.repeat(6)}`,
      seed: turn,
      finish_reason: 'stop',
      prompt_tokens: 900,
      completion_tokens: 60,
      dropped_blocks: 0,
    })),
  };
}

function makeAnnotation(discussion: ReturnType<typeof makeDiscussion>, annotator: string) {
  return {
    id: `${discussion.id}--${annotator}`,
    conv_id: discussion.id,
    timestamp: '26-02-15-10-00',
    created_at: '2026-02-15T09:00:00.000Z',
    annotator_model: 'bench',
    annotator_prompt: makePrompt(annotator),
    ctx_length: 3,
    experiment: 'bench',
    annotator: { name: annotator, persona: makePersona(annotator, 0) },
    repeat: 1,
    seed: 1,
    model,
    job_hash: 'b'.repeat(64),
    logs: discussion.logs.map(({ text }) => [text, 'Toxicity=2\nArgumentQuality=4']),
    comments: discussion.logs.map(({ turn }) => ({
      turn,
      raw_text: 'Toxicity=2\nArgumentQuality=4',
      seed: turn,
      finish_reason: 'stop',
      prompt_tokens: 900,
      completion_tokens: 10,
      dropped_blocks: 0,
    })),
  };
}
