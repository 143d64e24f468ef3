import type { Annotation } from '../../src/generated/annotation.js';
import type { Discussion } from '../../src/generated/discussion.js';

const model = { name: 'demo', engine: 'scripted', engine_version: '1', fingerprint: null };

const generated = { finish_reason: 'stop', completion_tokens: null, dropped_blocks: 0 } as const;

export function ourDiscussion(id: string, spoken: [name: string, text: string][]): Discussion {
  const logs = spoken.map(([name, text], turn): Discussion['logs'][number] => {
    const role = name === 'moderator' ? 'moderator' : 'participant';
    return {
      name,
      text,
      model: turn === 0 ? 'hardcoded' : 'demo',
      turn,
      role,
      ...(turn > 0 && { ...generated, raw_text: ` ${text}`, seed: 4_294_967_290 + turn, prompt_tokens: 100 + turn }),
    };
  });
  return {
    id,
    timestamp: '26-02-14-16-20',
    users: ['elena', 'jonas'],
    moderator: 'moderator',
    user_prompts: ['Your name is elena.', 'Your name is jonas.'],
    moderator_prompt: 'Your name is moderator.',
    ctx_length: 3,
    logs,
    created_at: '2026-02-14T15:20:33.000Z',
    experiment: 'town-hall',
    condition: 'strict',
    replicate: 2,
    topic: 'free-buses',
    participants: [
      {
        name: 'elena',
        role: 'participant',
        persona: { username: 'elena', age: 58, tags: ['patient', 'dry'], prompt: 'x' },
      },
      { name: 'jonas', role: 'troll', persona: { username: 'jonas', votes: true, motto: null } },
    ],
    seed: 1,
    model,
    job_hash: 'a'.repeat(64),
  };
}

export function ourAnnotation(discussion: Discussion, annotator: string, turns: readonly number[]): Annotation {
  return {
    id: `${discussion.id}--${annotator}`,
    conv_id: discussion.id,
    timestamp: '26-02-15-10-00',
    annotator_model: 'judge',
    annotator_prompt: `Your name is ${annotator}.`,
    ctx_length: 3,
    logs: turns.map((turn) => [discussion.logs[turn]?.text ?? '', `Toxicity=${turn}`]),
    created_at: '2026-02-15T09:00:00.000Z',
    experiment: 'town-hall',
    annotator: { name: annotator, persona: { username: annotator, model: 'of patience' } },
    repeat: 1,
    comments: turns.map((turn) => ({
      turn,
      raw_text: `Toxicity=${turn}`,
      seed: turn,
      finish_reason: 'stop',
      prompt_tokens: null,
      completion_tokens: null,
      dropped_blocks: 0,
    })),
    seed: 1,
    model,
    job_hash: 'b'.repeat(64),
  };
}

export const debate = ourDiscussion('town-hall-0002', [
  ['elena', 'Free buses!'],
  ['jonas', 'Agreed.'],
  ['moderator', ''],
  ['jonas', 'Agreed.'],
  ['moderator', ''],
]);
