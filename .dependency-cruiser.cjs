/**
 * The import directions of the house. Rooms are on floors: a room may import the rooms below it, never those above or
 * beside it. `only` narrows that for rooms that must know less.
 */
const anyone = [
  '^src/(errors|address-problem|job-kinds|sha256|silence|is-addressed|document-sum|fork-mark|moderator-name|plain-form|name-key|speaker-line|deep-freeze|known-traits|persona-id|default-set|version|package-file|validators|withdrawals|redact|random-stream|parse-foreign-json|own-modules)\\.ts$',
  '^src/generated/',
];
const contract = '^src/backends/(backend|label|until-aborted)\\.ts$';
const vocabulary = '^src/config/experiment-config\\.ts$';
const metrics = '^src/metrics/';
const recordTypes = '^src/documents/(records|free-text-labels)\\.ts$';
const inputTypes = '^src/inputs/input-types\\.ts$';

/** From the top. */
const floors = [
  ['cli', 'library'],
  ['experiment'],
  ['forecast'],
  ['run'],
  ['annotation'],
  ['discussion'],
  ['quality'],
  ['report', 'manuscript'],
  ['analysis', 'dataset'],
  ['documents'],
  ['plan'],
  ['backends', 'store', 'notify'],
  ['inputs'],
  ['config'],
  ['metrics', 'models'],
  ['source'],
  ['log'],
];
const rooms = floors.flat();

/** Of the rooms below, all that this room may know. */
const only = {
  cli: [
    '^src/(experiment|forecast|log)/',
    '^src/run/(make-documents|progress|run-rules|stop-request)\\.ts$',
    '^src/models/(hub-cache|hub-uri)\\.ts$',
    '^src/backends/backend-log\\.ts$',
    vocabulary,
  ],
  run: ['^src/(annotation|discussion|plan|store)/', contract, metrics, vocabulary],
  annotation: ['^src/(discussion|plan)/', contract, metrics, inputTypes, vocabulary],
  discussion: ['^src/plan/', '^src/quality/', contract, metrics, inputTypes, vocabulary],
  quality: ['^src/analysis/rouge-l\\.ts$'],
  analysis: [recordTypes, metrics],
  report: ['^src/(dataset|documents)/'],
  manuscript: ['^src/analysis/effects/contrasts\\.ts$', '^src/documents/records\\.ts$'],
  dataset: [recordTypes, metrics, inputTypes],
  documents: ['^src/source/', metrics, inputTypes],
  plan: [
    vocabulary,
    '^src/config/(model-named|population-config)\\.ts$',
    '^src/config/engines/registry\\.ts$',
    inputTypes,
  ],
  backends: [metrics, vocabulary, '^src/config/engines/', '^src/inputs/(fingerprint-weights|weight-files)\\.ts$'],
  store: [],
  notify: ['^src/config/notify-config\\.ts$', '^src/log/'],
};
const below = (room) => floors.slice(floors.findIndex((floor) => floor.includes(room)) + 1).flat();
const allowed = (room) => only[room] ?? below(room).map((other) => `^src/${other}/`);

const pure = ['metrics', 'plan', 'discussion', 'annotation', 'quality', 'analysis', 'dataset', 'manuscript'];
const purePackages = [
  'franc-min',
  'pure-rand',
  'csv-writer',
  'fastest-levenshtein',
  'hyparquet-writer',
  'simple-statistics',
];
const ofPureRooms = { path: `^src/(${pure.join('|')})/` };

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'every-room-has-a-floor',
      severity: 'error',
      from: { path: `^src/(?!(${rooms.join('|')}|generated)/)[^/]+/` },
      to: {},
    },
    { name: 'kebab-case', severity: 'error', from: {}, to: { path: '^src/.*[A-Z_]' } },
    ...rooms.map((room) => ({
      name: `${room}-knows-only-what-is-below`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: '^src/', pathNot: [`^src/${room}/`, ...anyone, ...allowed(room)] },
    })),
    {
      name: 'shared-files-know-no-room',
      severity: 'error',
      from: { path: anyone },
      to: { path: '^src/', pathNot: anyone },
    },
    { name: 'pure-rooms-do-no-io', severity: 'error', from: ofPureRooms, to: { dependencyTypes: ['core'] } },
    {
      name: 'pure-rooms-use-pure-packages',
      severity: 'error',
      from: ofPureRooms,
      to: { path: 'node_modules', pathNot: `node_modules/(${purePackages.join('|')})/` },
    },
    { name: 'tests-stay-outside', severity: 'error', from: { path: '^src/' }, to: { path: '^(tests|bench|scripts)/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
