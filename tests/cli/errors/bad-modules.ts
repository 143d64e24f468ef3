import type { ErrorCase, ErrorCases } from './expect-error.js';

/** Modules of the user. */
export const badModules = {
  SYNDISCO_TURN_MANAGER_INVALID: [
    badManager('exports nothing', 'export const name = 3;\n'),
    badManager('throws', 'export const nextSpeaker = ({ names }) => names.none.length;\n', /nextSpeaker throws/),
    badManager(
      'changes what it gets',
      'export const nextSpeaker = ({ spoken }) => spoken.push(0) - 1;\n',
      /not extensible/,
    ),
    badManager(
      'rewrites a comment',
      'export const nextSpeaker = ({ comments }) => { for (const one of comments) one.text = ""; return 0; };\n',
      /read only/,
    ),
  ],
  SYNDISCO_PROMPT_LAYOUT_INVALID: [
    badLayout('exports nothing', 'export const name = 3;\n'),
    badLayout('returns no history', 'export const turn = () => ({ closing: "Now you:" });\n'),
    badLayout('returns no text', 'export const system = () => 3;\n'),
    badLayout('throws', 'export const system = ({ traits }) => traits.none.length;\n'),
    badLayout(
      'removes a trait',
      'export const system = ({ traits }) => (delete traits.age, JSON.stringify(traits));\n',
    ),
    badLayout(
      'renames an actor',
      'export const turn = ({ actor }) => ({ history: [], closing: (actor.name = "me") });\n',
    ),
    badLayout('misspells a key', 'export const turn = () => ({ history: [], closing: "Now:", seperator: "" });\n'),
  ],
  SYNDISCO_DETECTOR_INVALID: [
    badDetector('exports nothing', 'export const name = 3;\n', /does not export a function finds/),
    badDetector('is no module', 'export const finds = (\n', /cannot be loaded: SyntaxError/),
    badDetector(
      'throws',
      'export const finds = (raw) => raw.none.length;\n',
      /finds throws TypeError.* at turn \d of \S+, by \w+/,
    ),
    badDetector('answers with a word', 'export const finds = () => "yes";\n', /returns "yes", not true or false/),
    badDetector('answers later', 'export const finds = async () => true;\n', /returns a promise/),
    badDetector(
      'never ends',
      'const cell = new Int32Array(new SharedArrayBuffer(4));\nexport const finds = () => { for (;;) Atomics.wait(cell, 0, 0, 1); };\n',
      /does not come to an end within 10 s at turn \d/,
    ),
  ],
} satisfies ErrorCases;

function badManager(fault: string, code: string, what = /./): ErrorCase {
  return {
    when: `a user's turn manager ${fault}`,
    args: ['generate'],
    edit: [['turn_manager_type: random_weighted', 'turn_manager_type: ./speakers.mjs']],
    files: { 'speakers.mjs': code },
    what,
  };
}

function badLayout(fault: string, code: string): ErrorCase {
  return {
    when: `a user's prompt layout ${fault}`,
    args: ['generate'],
    edit: [['num_users: 3,', 'num_users: 3, prompt_layout: ./thread.mjs,']],
    files: { 'thread.mjs': code },
  };
}

function badDetector(fault: string, code: string, what: RegExp): ErrorCase {
  return {
    when: `a user's detector ${fault}`,
    args: ['generate'],
    edit: [
      ['experiment:', 'quality: { detectors: { mine: ./mine.mjs } }\nexperiment:'],
      ['num_experiments: 4', 'num_experiments: 1'],
    ],
    files: { 'mine.mjs': code },
    what,
  };
}
