/** The import directions of the house: every room names the rooms it may know; all else is refused. */
const anyone = ['^src/errors\\.ts$', '^src/sha256\\.ts$', '^src/(document-sum|fork-mark)\\.ts$', '^src/generated/'];
const backendContract = '^src/backends/(backend|label)\\.ts$';
const vocabulary = '^src/config/(experiment-config\\.ts$|engines/)';

/** room: [what it may import inside src/ besides itself, may it touch node: and packages that do I/O] */
const rooms = {
  config: [],
  inputs: ['^src/config/'],
  plan: [vocabulary, '^src/inputs/input-types\\.ts$'],
  discussion: [vocabulary, '^src/plan/', '^src/inputs/input-types\\.ts$', backendContract],
  annotation: ['^src/plan/', '^src/inputs/input-types\\.ts$', '^src/discussion/', backendContract],
  backends: [vocabulary],
  store: [],
  run: [
    '^src/plan/',
    '^src/discussion/',
    '^src/annotation/',
    backendContract,
    '^src/store/',
    '^src/dataset/',
    '^src/inputs/',
    vocabulary,
  ],
  dataset: ['^src/inputs/input-types\\.ts$', '^src/discussion/silence\\.ts$'],
  log: [vocabulary],
  cli: ['^src/'],
};
const pure = ['plan', 'discussion', 'annotation', 'dataset'];
const purePackages = ['pure-rand', 'csv-writer', 'fastest-levenshtein'];

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphan-room',
      severity: 'error',
      from: { path: `^src/(?!${Object.keys(rooms).join('|')}|generated)[^/]+/` },
      to: {},
    },
    { name: 'kebab-case', severity: 'error', from: {}, to: { path: '^src/.*[A-Z_]' } },
    ...Object.entries(rooms).map(([room, may]) => ({
      name: `${room}-knows-only-its-neighbours`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: '^src/', pathNot: [`^src/${room}/`, ...anyone, ...may] },
    })),
    { name: 'nothing-imports-cli', severity: 'error', from: { pathNot: '^src/cli/' }, to: { path: '^src/cli/' } },
    {
      name: 'pure-rooms-do-no-io',
      severity: 'error',
      from: { path: `^src/(${pure.join('|')})/` },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-rooms-use-pure-packages',
      severity: 'error',
      from: { path: `^src/(${pure.join('|')})/` },
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
