import type { ConfigReading } from '../config-reading.js';
import { withDefaults } from '../resolve/with-defaults.js';
import type { Engine } from './engine.js';

/** Options of the `scripted` engine: see docs/scripted.md. */
export interface ScriptedOptions {
  /** Maximum number of requests in flight. */
  slots: number;
  /** Number of words in a reply, drawn uniformly. */
  words: { min: number; max: number };
  /** Share of empty replies. */
  silence: number;
  delayMs: number;
}

/** Plays back text without a model, for rehearsals and tests. */
export const scripted: Engine<'scripted', ScriptedOptions> = {
  modelPath: 'anything',
  drawsHere: false,
  rendersHere: false,
  scoresLabels: true,
  repeats: 'always',
  resolve: (reading) => ({ engine: 'scripted', options: resolveOptions(reading) }),
  // It has nothing but a name: rehearsed models are loaded one after the other, as those that they stand for.
  alsoLoads: ({ name }) => name,
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
    const what = `words.min (${words.min}) is greater than words.max (${words.max}).`;
    reading.reportContradiction([...section, 'words', 'min'], what, 'Lower min or raise max.');
  }
  return { slots, words, silence, delayMs };
}
