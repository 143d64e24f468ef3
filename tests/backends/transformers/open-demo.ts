import { openAnswerTokens } from '../../../src/backends/transformers/answer-tokens.js';
import { BatchDecoder } from '../../../src/backends/transformers/batch-decoder.js';
import { openChatFormat } from '../../../src/backends/transformers/chat-format.js';
import { openForward, type Forward } from '../../../src/backends/transformers/forward.js';
import { openModelTries, type Engine } from '../../../src/backends/transformers/generate-reply.js';
import { importLibrary, loadModel, settle, type LoadedModel } from '../../../src/backends/transformers/load-model.js';
import { demoOnnx, modelConfig } from '../../town-hall/model.js';

/** The bundled ONNX model. */
export async function loadDemo(): Promise<LoadedModel> {
  const library = await importLibrary();
  settle(library, true);
  return loadModel(library, modelConfig('transformers', demoOnnx));
}

export interface DemoEngine extends Engine {
  /** Rows of each forward pass, and how many tokens of each it read. */
  passes: { rows: number; tokens: number }[];
  warnings: string[];
}

interface DemoOptions {
  slots: number;
  /** Stands in for a machine that cannot do everything: throws before the pass that is too much for it. */
  strain?: (pass: Parameters<Forward>[0], passesSoFar: number) => void;
}

/** An engine on the bundled model that counts its forward passes. */
export function openDemo(loaded: LoadedModel, { slots, strain }: DemoOptions): DemoEngine {
  const passes: DemoEngine['passes'] = [];
  const warnings: string[] = [];
  const forward = openForward(loaded);
  const warn = (text: string): void => void warnings.push(text);
  const decoder = new BatchDecoder({
    library: loaded.library,
    slots,
    warn,
    forward: async (pass) => {
      strain?.(pass, passes.length);
      passes.push({ rows: pass.tokens.length, tokens: pass.tokens[0]?.length ?? 0 });
      return forward(pass);
    },
  });
  const format = openChatFormat(loaded.tokenizer, {
    name: 'town-hall-demo',
    chat: modelConfig('transformers', demoOnnx).chat,
    log: () => undefined,
  });
  return {
    loaded,
    decoder,
    format,
    trieOf: openModelTries(loaded),
    answerTokens: openAnswerTokens(loaded.tokenizer),
    contextTokens: 512,
    passes,
    warnings,
  };
}
