import type { DiscussionsConfig, ExperimentConfig, TurnTaking } from '../../src/config/experiment-config.js';
import type { Inputs, Persona } from '../../src/inputs/input-types.js';

type Overrides = Partial<Pick<DiscussionsConfig, 'replicates' | 'participants'>> &
  Partial<TurnTaking> & {
    seed?: number;
    moderated?: boolean;
    moderatorMayStaySilent?: boolean;
  };

/** A town-hall experiment on the scripted engine; nothing in it names a real file. */
export function townHallConfig(overrides: Overrides = {}): ExperimentConfig {
  const { moderated = true } = overrides;
  return {
    name: 'town-hall',
    file: '/nowhere/town-hall.yml',
    seed: overrides.seed ?? 42,
    seedIsGiven: true,
    runDir: '/nowhere/runs/town-hall',
    actions: { generate: true, annotate: true, export: true },
    logging: {
      printToTerminal: false,
      writeToFile: false,
      dir: '/nowhere/logs',
      format: 'text',
      level: 'info',
      keepDays: 30,
      maxSizeBytes: 20_000_000,
    },
    model: {
      engine: 'scripted',
      path: '',
      name: 'scripted',
      maxTokens: 80,
      contextTokens: 2048,
      disallowedStrings: ['```'],
      sampling: { temperature: 0.7, topP: 0.9 },
      chat: { variables: {}, date: '2024-07-26' },
      options: { slots: 4, words: { min: 3, max: 12 }, silence: 0, delayMs: 0 },
    },
    discussions: {
      topicsDir: '/nowhere/topics',
      personas: '/nowhere/personas.json',
      instructionsPath: '/nowhere/participant.txt',
      ...(moderated && {
        moderator: {
          instructionsPath: '/nowhere/moderator.txt',
          attributes: ['just', 'strict'],
          mayStaySilent: overrides.moderatorMayStaySilent ?? true,
        },
      }),
      outputDir: '/nowhere/runs/town-hall/discussions',
      contextPrompt: 'You are a human in an online forum.',
      replicates: overrides.replicates ?? 1,
      participants: overrides.participants ?? 3,
      turnTaking: turnTakingOf(overrides),
    },
    annotation: {
      personas: '/nowhere/annotators.json',
      instructionsPath: '/nowhere/annotator.txt',
      outputDir: '/nowhere/runs/town-hall/annotations',
      discussionsDir: '/nowhere/runs/town-hall/discussions',
      contextPrompt: 'You are a human annotator.',
      annotateModerator: true,
      showModeratorInContext: true,
      historyLength: 2,
      sampling: { temperature: 1, topP: 1, topK: 0, minP: 0 },
      label: 'draw',
    },
    export: {
      path: '/nowhere/runs/town-hall/dataset/comments.csv',
      discussionsDir: '/nowhere/runs/town-hall/discussions',
      annotationsDir: '/nowhere/runs/town-hall/annotations',
    },
  };
}

function turnTakingOf({ turns = 6, historyLength = 3, manager = 'random_weighted', ...others }: Overrides): TurnTaking {
  const { historyCounts = 'all', respondProbability = 0.4, triesPerTurn = 3 } = others;
  return { turns, historyLength, historyCounts, manager, respondProbability, triesPerTurn };
}

export function townHallInputs(): Inputs {
  return {
    personas: ['anna', 'bob', 'carla', 'dimitri', 'elena', 'farid'].map(persona),
    topics: [
      { name: 'free-buses', openings: ['Should all buses be free?'] },
      { name: 'library-sundays', openings: ['The library should open on Sundays.'] },
    ],
    participantInstructions: 'Write one short comment.',
    moderatorInstructions: 'Keep the discussion civil.',
    annotators: ['nora', 'omar'].map(persona),
    annotatorInstructions: 'Rate the last comment.',
  };
}

function persona(name: string, index: number): Persona {
  return { name, traits: { username: name, age: 30 + index, personality_characteristics: ['calm', 'dry'] } };
}
