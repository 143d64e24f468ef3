import { pythonScript } from './python-script.js';
import { rScript } from './r-script.js';
import type { ScriptFacts } from './script-facts.js';

/** The analysis scripts, by file name. */
export const scripts: Readonly<Record<string, (facts: ScriptFacts) => string>> = {
  'analysis.R': rScript,
  'analysis.py': pythonScript,
};
