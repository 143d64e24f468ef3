/** A project that `init` can write. */
interface ExampleProject {
  /** For a choice between them. */
  title: string;
  /** Whether its annotators are asked about metrics. */
  hasMetrics: boolean;
  /** Where each file of the project comes from in this package; folders end with a slash. */
  files: Readonly<Record<string, string>>;
}

const model = { 'models/': 'examples/models/syndisco-demo-q8_0.gguf' };
const annotators = { 'annotators.json': 'examples/annotators.json' };
const asksForMetrics = { 'instructions/annotator.txt': 'examples/init/annotator.txt' };
const discussions = {
  'personas.json': 'examples/personas.json',
  'topics/': 'examples/topics/',
  'instructions/participant.txt': 'examples/instructions/participant.txt',
  'instructions/moderator.txt': 'examples/instructions/moderator.txt',
};

/** One entry per example; its config is `examples/init/<name>.yml`. */
export const exampleProjects = {
  study: {
    title: 'a study: discussions with and without a moderator, rated by annotators',
    hasMetrics: true,
    files: { ...discussions, ...annotators, ...asksForMetrics, ...model },
  },
  'annotate-only': {
    title: 'annotation of discussions that exist already',
    hasMetrics: true,
    files: {
      ...annotators,
      ...asksForMetrics,
      ...model,
      'discussions/': 'examples/original-files/era-c/discussions/one-opening/harbour-0002.json',
      'discussions/second/': 'examples/original-files/era-c/discussions/two-openings/harbour-0001.json',
    },
  },
  server: {
    title: 'discussions by a model on a server (vLLM, SGLang, llama-server …)',
    hasMetrics: true,
    files: { ...discussions, ...annotators, ...asksForMetrics },
  },
  original: {
    title: "the Python original's configuration",
    hasMetrics: false,
    files: {
      ...discussions,
      ...annotators,
      'instructions/annotator.txt': 'examples/instructions/annotator.txt',
      ...model,
    },
  },
} as const satisfies Record<string, ExampleProject>;

export type ExampleName = keyof typeof exampleProjects;
