import type { ModelOf } from '../../config/engines/registry.js';
import { fail } from '../../errors.js';
import type { Backend, Completion, Request } from '../backend.js';
import { bodyOf, filteredPrompt, readReply } from './ask-server.js';
import type { BatchServer } from '../../config/engines/batch-servers.js';
import { formatsToTry, namesFormat } from './label-format.js';
import { variablesFor } from './learn-format.js';

export const batchUrl = '/v1/chat/completions';

/**
 * The body of a request in a batch file: that of the request that would be posted to such a server, but for `stream`, which
 * says how a server sends its answer and asks nothing else of the model.
 */
export function batchBody(config: ModelOf<'openai'>, request: Request, server: BatchServer): object {
  const { extraBody } = config.options;
  const [format = null] = namesFormat(extraBody) ? [] : formatsToTry(server);
  return bodyOf({
    ...{ model: modelIn(config), server, request, extraBody, hasSystemRole: true },
    extent: { droppedBlocks: 0, maxTokens: request.maxTokens },
    labelFormat: request.label ? format : null,
    variables: variablesFor(server, config.chat),
  });
}

function modelIn({ path }: ModelOf<'openai'>): string {
  if (path !== '') return path;
  throw fail({
    code: 'SYNDISCO_CONFIG_MISSING_KEY',
    what: 'A batch file has to name the model, and the config does not.',
    todo: 'Set model_path to the name by which the server or the provider knows the model.',
    path: 'model_parameters.general.model_path',
  });
}

/** An answer in a batch file: the response's body, or a code for what a filter stopped. */
export type BatchAnswer = { body: unknown } | { isFiltered: true };

/**
 * Completes requests with what a batch file answers. `answerTo` throws where there is no answer.
 * Throws NoCompletion for an answer that cannot be read.
 */
export function batchBackend(config: ModelOf<'openai'>, answerTo: (request: Request) => BatchAnswer): Backend {
  return {
    model: { name: config.name, engine: 'openai', engine_version: 'openai-compatible (batch)', fingerprint: null },
    slots: 8,
    // A function that throws rejects.
    generate: (request) => Promise.resolve().then(() => readBatchAnswer(answerTo(request), request, config.path)),
    close: () => Promise.resolve(),
  };
}

/** Throws NoCompletion. */
export function readBatchAnswer(answer: BatchAnswer, request: Request, model: string): Completion {
  const extent = { droppedBlocks: 0, maxTokens: request.maxTokens };
  const body = 'isFiltered' in answer ? filteredPrompt : answer.body;
  const reply = readReply(body, { request, extent, model });
  delete reply.unknownReason; // no part of a completion
  delete reply.max_tokens; // the config's context is not that of the batch's server, and says nothing about a cut
  return { ...reply, duration_ms: 0 };
}
