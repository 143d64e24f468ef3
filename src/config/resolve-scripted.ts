import type { ConfigReading } from './config-reading.js';
import type { ScriptedOptions } from './experiment-config.js';
import { withDefaults } from './with-defaults.js';

const section = ['model_parameters', 'scripted'];

export function resolveScripted(reading: ConfigReading): ScriptedOptions {
  const given = reading.given.model_parameters?.scripted;
  const { slots, silence, delay_ms: delayMs } = withDefaults(section, given, ['words']);
  const words = withDefaults([...section, 'words'], given?.words);
  if (words.min > words.max) {
    const what = `words.min is ${words.min}, which is more than words.max, ${words.max}.`;
    reading.reportContradiction([...section, 'words', 'min'], what, 'Make max at least as large as min.');
  }
  return { slots, words, silence, delayMs };
}
