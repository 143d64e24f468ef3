import type { ConfigReading } from '../config-reading.js';
import { withDefaults } from '../resolve/with-defaults.js';
import type { Engine } from './engine.js';

/** What the `scripted` engine plays: see docs/scripted.md. */
export interface ScriptedOptions {
  /** Requests in flight. */
  slots: number;
  /** Words of a reply, uniformly drawn. */
  words: { min: number; max: number };
  /** Share of empty replies. */
  silence: number;
  delayMs: number;
}

/** No model, for rehearsals and tests. */
export const scripted: Engine<'scripted', ScriptedOptions> = {
  modelPath: 'anything',
  drawsHere: false,
  holdsLabels: true,
  resolve: (reading) => ({ engine: 'scripted', options: resolveOptions(reading) }),
  identity: ({ words, silence }) => ({
    'model_parameters.scripted.words.min': words.min,
    'model_parameters.scripted.words.max': words.max,
    'model_parameters.scripted.silence': silence,
  }),
};

const section = ['model_parameters', 'scripted'];

function resolveOptions(reading: ConfigReading): ScriptedOptions {
  const given = reading.given.model_parameters?.scripted;
  const { slots, silence, delay_ms: delayMs } = withDefaults(section, given, ['words']);
  const words = withDefaults([...section, 'words'], given?.words);
  if (words.min > words.max) {
    const what = `words.min is ${words.min}, which is more than words.max, ${words.max}.`;
    reading.reportContradiction([...section, 'words', 'min'], what, 'Make max at least as large as min.');
  }
  return { slots, words, silence, delayMs };
}
