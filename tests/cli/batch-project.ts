import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { syndisco, townHallProject, writeIn, type Exit, type Project } from './syndisco.js';

const comments = `thread,author,body
t1,Maren,Buses should be free.
t1,Ole,Who pays?
t1,Maren,Everyone.
t2,Ilse,Trams are better.
`;

/** An annotate-only config for a server, or for batches of it. */
export async function judged(url = 'http://127.0.0.1:9/v1'): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await writeIn(project.dir, {
    'comments.csv': comments,
    'town-hall.yml': `experiment: judged
run_dir: run
logging: { print_to_terminal: true, write_to_file: false }
model_parameters:
  general: { library_type: openai, model_path: judge, max_tokens: 40 }
  openai: { base_urls: ["${url}"], api_key_env: JUDGE_KEY }
annotation:
  files: { discussions_path: comments.csv, annotator_persona_path: annotators.json, instruction_path: instructions/annotator.txt }
  columns: { discussion: thread, speaker: author, text: body }
  metrics: { heat: { type: integer, minimum: 1, maximum: 5, question: How heated? }, calm: { type: boolean, question: Is it calm? } }
`,
  });
  return project;
}

export interface Asked {
  model: string;
  messages: { content: string }[];
  response_format?: unknown;
  stream?: boolean;
  stream_options?: unknown;
}

/** What the judge says depends on what it is asked, and on nothing else. */
export function complete(body: Asked): object {
  const text = JSON.stringify(body.messages);
  const digest = createHash('sha256').update(text).digest();
  const isProbe = body.messages.length === 1;
  const label = { heat: ((digest[0] ?? 0) % 5) + 1, calm: (digest[1] ?? 0) % 2 === 0 };
  const content = isProbe ? '{"answer": "held"}' : `{"heat": ${label.heat}, "calm": ${String(label.calm)}}`;
  return {
    ...{
      id: 'x',
      object: 'chat.completion',
      model: body.model,
      usage: { prompt_tokens: text.length, completion_tokens: 9 },
    },
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
  };
}

/** The body without what asks for a stream: a batch file has none, and all else must be the same. */
export function asWhole({ stream, stream_options: options, ...body }: Asked): object {
  expect([stream, options]).toEqual([true, { include_usage: true }]);
  return body;
}

export interface Line {
  custom_id: string;
  url: string;
  method: string;
  body: Asked;
}

export const batchOf = async ({ dir }: Project, name = 'batch.jsonl'): Promise<Line[]> =>
  (await readFile(join(dir, name), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

export const answered = ({ custom_id, body }: Line): string =>
  JSON.stringify({
    id: 'b',
    custom_id,
    response: { status_code: 200, request_id: 'r', body: complete(body) },
    error: null,
  });

export const failed = ({ custom_id }: Line): string =>
  JSON.stringify({
    id: 'b',
    custom_id,
    response: { status_code: 400, request_id: 'r', body: { error: { message: 'too long' } } },
    error: null,
  });

export const annotate = ({ config }: Project, ...args: string[]): Promise<Exit> =>
  syndisco(['annotate', '-c', config, ...args]);
export const toBatch = (project: Project, ...args: string[]): Promise<Exit> =>
  annotate(project, '--to-batch', join(project.dir, 'batch.jsonl'), ...args);
export const fromBatch = (project: Project, ...names: string[]): Promise<Exit> =>
  annotate(project, '--from-batch', ...names.map((name) => join(project.dir, name)));

/** Every annotation without what tells when and where it was made. */
export async function annotations({ dir }: Project): Promise<Record<string, object>> {
  const folder = join(dir, 'run/annotations');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const read = await Promise.all(
    names.map(async (name) => {
      const text = (await readFile(join(folder, name), 'utf8')).replaceAll(/"duration_ms": \d+/g, '"duration_ms": 0');
      const { timestamp, created_at, model, sum, ...rest } = JSON.parse(text) as Record<string, unknown>;
      expect([timestamp, created_at, model, sum].every(Boolean)).toBe(true);
      return [name, rest] as const;
    }),
  );
  return Object.fromEntries(read);
}
