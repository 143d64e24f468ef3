import { join, parse, resolve } from 'node:path';
import { batchBody, batchUrl } from '../../backends/openai/batch.js';
import type { BatchServer } from '../../config/engines/batch-servers.js';
import { nameRequest } from '../../run/complete-request.js';
import type { RunPorts } from '../../run/make-documents.js';
import type { RunnableJob } from '../../run/run-job.js';
import { nodeFiles } from '../../store/disk/node-file-port.js';
import { announcedAnnotations } from '../annotate-discussions.js';
import type { Experiment } from '../open-experiment.js';
import { batchModels } from './batch-models.js';
import { refuseBatch, requestsOf, requireServer } from './batch-requests.js';
import { customId } from './custom-id.js';

/** What providers take in one file; vLLM takes any. */
const mostRequests = 50_000;
const mostBytes = 200_000_000;

export interface WrittenBatch {
  /** Empty if no request is left to ask. */
  files: readonly { path: string; requests: number }[];
  /** Requests that are answered already, of annotations that are not finished. */
  answered: number;
}

interface Batch {
  file: string;
  server: BatchServer;
}

/**
 * Writes the requests that the unfinished annotations still need as OpenAI batch files: one, or as many as providers' limits
 * demand, for each model. The plan is frozen first, so that their results fit it.
 */
export async function writeBatch(
  { config, inputs }: Experiment,
  ports: Pick<RunPorts, 'store' | 'log'>,
  { file, server }: Batch,
): Promise<WrittenBatch> {
  const { store } = ports;
  const { jobs } = await announcedAnnotations(config, inputs, ports);
  refuseBatch(config, jobs);
  await store.plan(jobs.map(({ line }) => line));
  const published = await store.published('annotation');
  const left = jobs.filter(({ line, isWithdrawn }) => !published.has(line.id) && isWithdrawn !== true);
  const count = { answered: 0 };
  const files: { path: string; requests: number }[] = [];
  const models = batchModels(left);
  for (const [name, own] of models) {
    const lines = async function* () {
      for (const job of own) yield* linesOf(job);
    };
    const target = models.size > 1 ? withSuffix(file, name) : file;
    files.push(...(await writeParts(lines(), target, store)));
  }
  return { files, answered: count.answered };

  async function* linesOf(job: RunnableJob): AsyncGenerator<string> {
    const { records } = await store.foldJob('annotation', job.line.id);
    const known = new Set(records.map((record) => `${record.index} ${record.try} ${record.request}`));
    const model = requireServer(config, job.models[0].config);
    for (const request of await requestsOf(job)) {
      const name = nameRequest(request);
      if (known.has(`${name.index} ${name.try} ${name.request}`)) count.answered += 1;
      else {
        const body = batchBody(model, request, server);
        yield `${JSON.stringify({ custom_id: customId(config, job.line, request), method: 'POST', url: batchUrl, body })}\n`;
      }
    }
  }
}

/** Whether there are several files is known when they are written. */
async function writeParts(
  lines: AsyncGenerator<string>,
  file: string,
  store: Pick<RunPorts['store'], 'replaceFile'>,
): Promise<{ path: string; requests: number }[]> {
  const parts: { path: string; requests: number }[] = [];
  let next = await lines.next();
  while (next.done !== true) {
    const part = { path: withSuffix(file, String(parts.length + 1).padStart(3, '0')), requests: 0 };
    await store.replaceFile(
      part.path,
      (async function* () {
        let bytes = 0;
        for (; next.done !== true; next = await lines.next()) {
          bytes += Buffer.byteLength(next.value);
          if (part.requests > 0 && (part.requests === mostRequests || bytes > mostBytes)) return;
          part.requests += 1;
          yield next.value;
        }
      })(),
    );
    parts.push(part);
  }
  const [only, second] = parts;
  if (!only || second) return parts;
  await nodeFiles.rename(only.path, resolve(file));
  return [{ ...only, path: resolve(file) }];
}

function withSuffix(file: string, suffix: string): string {
  const { dir, name, ext } = parse(resolve(file));
  return join(dir, `${name}-${suffix}${ext}`);
}
