import type { ExperimentConfig } from '../config/experiment-config.js';
import type { InputFile } from '../source/input-file.js';
import type { Problem } from '../errors.js';
import { checkModels } from './check-model.js';
import { checkTable } from './comments/check-table.js';
import { InputReading } from './input-reading.js';
import type { AnnotationInputs, DiscussionInputs, Inputs } from './input-types.js';
import { readDiscussionInputs } from './read-discussion-inputs.js';
import { readInstructions } from './read-instructions.js';
import { readPersonas } from './read-personas.js';

export interface InputsRead {
  /** If there are problems, only the inputs that could be read. */
  inputs: Inputs;
  problems: Problem[];
  /** Every file read. */
  files: readonly InputFile[];
  notices: string[];
}

/** The config sections that will be used; the inputs of the others stay empty. */
export interface InputParts {
  discussions: boolean;
  annotation: boolean;
}

/**
 * Reads every file that the config names for these parts, and collects all problems. Does not load weights. `given` has
 * texts that stand for files, by path.
 */
export async function readInputs(
  config: ExperimentConfig,
  parts: InputParts,
  given?: ReadonlyMap<string, string>,
): Promise<InputsRead> {
  const reading = new InputReading(config, undefined, undefined, given);
  const inputs = {
    ...nothing,
    ...(parts.discussions && (await readAllDiscussionInputs(reading))),
    ...(parts.annotation && (await readAllAnnotationInputs(reading))),
    ...(await checkModels(reading, { ...parts, discussions: parts.discussions && !config.conditions })),
  };
  const files = [...reading.files].map(([path, text]) => ({ path, text }));
  return { inputs, problems: reading.problems, notices: reading.notices, files };
}

const nothing: Inputs = {
  personas: [],
  topics: [],
  participantInstructions: '',
  moderatorInstructions: '',
  annotators: [],
  annotatorInstructions: '',
};

/** Reads the inputs of every condition of a matrix; those of the first one serve as the experiment's. */
async function readAllDiscussionInputs(reading: InputReading): Promise<Partial<Inputs>> {
  const { conditions } = reading.config;
  if (!conditions) return readDiscussionInputs(reading);
  const byCondition = new Map<string, DiscussionInputs>();
  for (const { name, config } of conditions) {
    const own = reading.of(config);
    const found = await readDiscussionInputs(own);
    const models = await checkModels(own, { discussions: true, annotation: false });
    byCondition.set(name, { ...nothing, ...found, ...models });
    reading.problems.push(...own.problems);
    reading.notices.push(...own.notices);
  }
  const [first] = byCondition.values();
  return { ...first, byCondition };
}

/** Reads the inputs of the default set, and of every other set of a matrix. */
async function readAllAnnotationInputs(reading: InputReading): Promise<Partial<Inputs>> {
  const inputs = await readAnnotationInputs(reading);
  const { annotationSets } = reading.config;
  if (!annotationSets) return inputs;
  const bySet = new Map<string, AnnotationInputs>();
  for (const { name, config } of annotationSets) {
    const own = reading.of(config);
    const models = await checkModels(own, { discussions: false, annotation: true });
    bySet.set(name, { annotators: [], annotatorInstructions: '', ...(await readAnnotationInputs(own)), ...models });
    reading.problems.push(...own.problems);
    reading.notices.push(...own.notices);
  }
  return { ...inputs, bySet };
}

async function readAnnotationInputs(
  reading: InputReading,
): Promise<Partial<Pick<Inputs, 'annotators' | 'annotatorInstructions'>>> {
  const { annotation } = reading.config;
  if (!annotation) return {};
  const { table } = annotation;
  if (table)
    await reading.once('table', table.file, async () => {
      reading.problems.push(...(await checkTable(reading.config, table)));
    });
  const personas = reading.input(annotation.personas, 'annotation.files.annotator_persona_path');
  const instructions = reading.input(annotation.instructionsPath, 'annotation.files.instruction_path');
  return {
    annotators: (await readPersonas(reading, personas)) ?? [],
    annotatorInstructions: await readInstructions(reading, instructions),
  };
}
