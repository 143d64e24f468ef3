import type { ExperimentConfig } from '../config/experiment-config.js';
import type { Problem } from '../errors.js';
import { checkModel } from './check-model.js';
import { InputReading } from './input-reading.js';
import type { Inputs } from './input-types.js';
import { readInstructions } from './read-instructions.js';
import { readPersonas } from './read-personas.js';
import { readTopics } from './read-topics.js';
import { requireSeats } from './require-seats.js';

export interface InputsRead {
  /** With problems, only what could be read. */
  inputs: Inputs;
  problems: Problem[];
}

/** Which sections of the config are about to be used; the inputs of the others stay empty. */
export interface InputParts {
  discussions: boolean;
  annotation: boolean;
}

/** Reads every file that the config names for these parts, and collects all that is wrong with them. Loads no weights. */
export async function readInputs(config: ExperimentConfig, parts: InputParts): Promise<InputsRead> {
  const reading = new InputReading(config);
  const inputs = {
    ...nothing,
    ...(parts.discussions && (await readDiscussionInputs(reading))),
    ...(parts.annotation && (await readAnnotationInputs(reading))),
  };
  if (parts.discussions || parts.annotation) await checkModel(reading);
  return { inputs, problems: reading.problems };
}

const nothing: Inputs = {
  personas: [],
  topics: [],
  participantInstructions: '',
  moderatorInstructions: '',
  annotators: [],
  annotatorInstructions: '',
};

async function readDiscussionInputs(reading: InputReading): Promise<Partial<Inputs>> {
  const { discussions } = reading.config;
  if (!discussions) return {};
  const { topicsDir, personas, instructionsPath, moderator, participants } = discussions;
  const input = (path: string, key: string, older = key) =>
    reading.input(path, `discussions.files.${key}`, `discussions.files.${older}`);
  const pool = await readPersonas(reading, input(personas, 'user_persona_path', 'persona_dir'));
  if (pool) requireSeats(reading, pool.length, participants);
  return {
    topics: await readTopics(reading, input(topicsDir, 'topics_dir')),
    personas: pool ?? [],
    participantInstructions: await readInstructions(
      reading,
      input(instructionsPath, 'user_instructions_path', 'user_instruction_path'),
    ),
    moderatorInstructions: moderator
      ? await readInstructions(
          reading,
          input(moderator.instructionsPath, 'mod_instructions_path', 'moderator_instruction_path'),
        )
      : '',
  };
}

async function readAnnotationInputs(reading: InputReading): Promise<Partial<Inputs>> {
  const { annotation } = reading.config;
  if (!annotation) return {};
  const personas = reading.input(annotation.personas, 'annotation.files.annotator_persona_path');
  const instructions = reading.input(annotation.instructionsPath, 'annotation.files.instruction_path');
  return {
    annotators: (await readPersonas(reading, personas)) ?? [],
    annotatorInstructions: await readInstructions(reading, instructions),
  };
}
