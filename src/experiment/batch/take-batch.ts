import type { Backend, Completion, Request } from '../../backends/backend.js';
import { batchBackend, readBatchAnswer, type BatchAnswer } from '../../backends/openai/batch.js';
import { isSameModel } from '../../backends/openai/same-model.js';
import type { ExperimentConfig, ModelConfig } from '../../config/experiment-config.js';
import { fail } from '../../errors.js';
import type { RunPorts } from '../../run/make-documents.js';
import type { RunnableJob } from '../../run/run-job.js';
import { Stopped } from '../../run/stop-request.js';
import type { Outcome } from '../actions.js';
import { annotateDiscussions } from '../annotate-discussions.js';
import type { Experiment } from '../open-experiment.js';
import { refuseBatch, requestsOf, requireServer } from './batch-requests.js';
import { customId, idPrefix } from './custom-id.js';
import { readResults, type BatchResults } from './read-results.js';

/** The results of a batch, as a run takes them. */
export interface TakenBatch {
  /** Answers in place of a server, for the session. */
  loadBackend: (model: ModelConfig) => Promise<Backend>;
  /** Makes the annotations that are complete; the answers of others are kept in their journals. */
  take: (experiment: Experiment, ports: RunPorts) => Promise<Outcome>;
}

/**
 * Annotates with the results of a batch: the same jobs, requests and journals as online, but the files answer. What they do
 * not answer is left for the next batch, or for a server.
 */
export async function openBatch({ config }: Experiment, files: readonly string[]): Promise<TakenBatch> {
  const results = await readResults(files);
  refuseOther(config, results, files);
  let jobs: readonly RunnableJob[] = [];
  const answerTo = (request: Request): BatchAnswer => {
    const job = jobs[request.order[0]];
    const answer = job && results.answers.get(customId(config, job.line, request));
    if (!answer) throw new Stopped();
    return answer;
  };
  return {
    loadBackend: (model) => Promise.resolve().then(() => batchBackend(requireServer(config, model), answerTo)),
    async take({ inputs }, ports) {
      const progress = await annotateDiscussions(config, inputs, { ...ports, retryFailed: true }, async (all) => {
        refuseBatch(config, all);
        jobs = all;
        return keepAnswered({ config, jobs, results, log: ports.log });
      });
      return { config, made: [progress] };
    },
  };
}

function refuseOther(config: ExperimentConfig, { answers, failures }: BatchResults, files: readonly string[]): void {
  const ids = [...answers.keys(), ...failures.keys()];
  const other = ids.find((id) => !id.startsWith(idPrefix(config)));
  if (ids.length > 0 && other === undefined) return;
  throw fail({
    code: 'SYNDISCO_BATCH_INVALID',
    what:
      other === undefined
        ? `There are no results of a batch in ${files.join(', ')}.`
        : `The result ${JSON.stringify(other.slice(0, 80))} belongs to a batch of another experiment: those of ${config.name} begin with ${idPrefix(config)}.`,
    todo: 'Give the files that the batch of this experiment has written, with the config that it was written with.',
    where: { file: files[0] ?? '' },
  });
}

interface Matching {
  config: ExperimentConfig;
  jobs: readonly RunnableJob[];
  results: BatchResults;
  log: RunPorts['log'];
}

/** Jobs without an answer do not start. Says what the files have, and what they lack. */
async function keepAnswered(matching: Matching): Promise<RunnableJob[]> {
  const { jobs, results, log } = matching;
  const { ids, answered, misnamed, cut } = await matchResults(matching);
  const unknown = [...results.answers.keys(), ...results.failures.keys()].filter((id) => !ids.has(id));
  if (unknown.length > 0 && unknown.length === countOf(results)) throw changedPlan(unknown.length);
  tellKnown(results, { asked: ids.size, known: countOf(results) - unknown.length, log });
  for (const other of misnamed) log.warn(`${other}; such annotations record the name as served_model`);
  if (cut > 0)
    log.warn(
      `${cut} answers end at the limit of their tokens (finish_reason length), so their labels may be invalid: the server's context or its own limit was too small for prompt and answer, or a model filled its JSON with white space, as small ones do on vLLM unless the batch is made with --batch-server vllm`,
    );
  warnOfUnused(results, unknown, log);
  return jobs.map((job) => (answered.has(job) ? job : { ...job, start: () => Promise.reject(new Stopped()) }));
}

interface Matched {
  /** Of all requests. */
  ids: Set<string>;
  /** The jobs of which a request is answered, or which have none. */
  answered: Set<RunnableJob>;
  /** What is told of answers by other models. */
  misnamed: Set<string>;
  /** Answers that the server ended before the model did. */
  cut: number;
}

async function matchResults({ config, jobs, results }: Matching): Promise<Matched> {
  const [ids, answered, misnamed] = [new Set<string>(), new Set<RunnableJob>(), new Set<string>()];
  let cut = 0;
  for (const job of jobs) {
    const requests = await requestsOf(job);
    if (requests.length === 0) answered.add(job);
    for (const request of requests) {
      const id = customId(config, job.line, request);
      ids.add(id);
      const answer = results.answers.get(id);
      const other = answer && otherModel(answer, job);
      if (other !== undefined) misnamed.add(other);
      const completion = checkAnswer(results, id, { request, job });
      if (!completion) continue;
      answered.add(job);
      if (completion.finish_reason === 'length') cut += 1;
    }
  }
  return { ids, answered, misnamed, cut };
}

/** The answer to a request, if it has one that can be read; another one becomes a failure. */
function checkAnswer(
  { answers, failures }: BatchResults,
  id: string,
  { request, job }: { request: Request; job: RunnableJob },
): Completion | undefined {
  const answer = answers.get(id);
  if (!answer) return undefined;
  try {
    return readBatchAnswer(answer, request, job.models[0].config.path);
  } catch (error) {
    answers.delete(id);
    failures.set(id, error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

/** A batch may have been run with another model than the one that its requests name. */
function otherModel(answer: BatchAnswer, { models }: RunnableJob): string | undefined {
  const served = 'body' in answer && isObject(answer.body) && 'model' in answer.body ? answer.body.model : undefined;
  const { path } = models[0].config;
  if (typeof served !== 'string' || served === '' || isSameModel(served, path)) return undefined;
  return `the batch replies as ${JSON.stringify(served)}, although ${JSON.stringify(path)} was asked for`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function countOf({ answers, failures }: BatchResults): number {
  return answers.size + failures.size;
}

function tellKnown(
  { failures }: BatchResults,
  { asked, known, log }: { asked: number; known: number; log: RunPorts['log'] },
): void {
  log.info(`${known} results of ${asked} requests read: ${known - failures.size} answers, ${failures.size} failures`);
  const [failure] = failures.values();
  if (failure !== undefined) log.warn(`${failures.size} requests failed, the first with: ${failure}`);
}

function warnOfUnused({ twice, unreadable }: BatchResults, unknown: readonly string[], log: RunPorts['log']): void {
  const [[stranger], [place]] = [unknown, unreadable];
  if (stranger !== undefined)
    log.warn(
      `${unknown.length} results belong to no request of this plan, the first is ${stranger}: the config or the discussions have changed since their batch was written`,
    );
  if (twice > 0) log.warn(`${twice} results answer a request a second time; the first answer counts`);
  if (place !== undefined)
    log.warn(`${unreadable.length} lines are not results, the first is ${place}; a file that was cut ends in one`);
}

function changedPlan(count: number): Error {
  return fail({
    code: 'SYNDISCO_BATCH_INVALID',
    what: `None of the ${count} results belongs to a request of this plan.`,
    todo: 'Use the config, the inputs and the annotation set (--as) that the batch was written with.',
  });
}
