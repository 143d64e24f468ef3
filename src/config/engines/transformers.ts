import { withDefaults } from '../resolve/with-defaults.js';
import { transformersOptions } from './generation-options.js';
import type { Engine } from './engine.js';

/** Options of the `transformers` engine. */
export interface TransformersOptions {
  dtype: string;
  /** Number of parallel completions. */
  parallel: number;
}

/** Runs ONNX folders with transformers.js. */
export const transformers: Engine<'transformers', TransformersOptions> = {
  modelPath: 'folder',
  neededPath: 'a folder with an ONNX model, or a hub id such as org/name',
  drawsHere: true,
  rendersHere: true,
  scoresLabels: true,
  repeats: 'on request',
  generationOptions: transformersOptions,
  resolve({ given }) {
    const options = withDefaults(['model_parameters', 'transformers'], given.model_parameters?.transformers);
    return { engine: 'transformers', options };
  },
  parallel: ({ parallel }) => parallel,
  identity: ({ dtype }) => ({ 'model_parameters.transformers.dtype': dtype }),
};
