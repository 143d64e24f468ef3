/** A small town-hall experiment: plan lines, records, documents, and a store to put them in. */
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import type { ModelIdentity } from '../../src/generated/discussion.js';
import type { PlanLine } from '../../src/generated/plan-line.js';
import { openRun, type OpenRunOptions } from '../../src/store/open-run.js';
import type { JobKind, JournalRecord, RunStore } from '../../src/store/run-store.js';

export const model: ModelIdentity = { name: 'demo', engine: 'scripted', engine_version: '1', fingerprint: 'aaaa' };

/** The usual options; what is told goes to `told`. */
export function runOptions(dir: string, changes: Partial<OpenRunOptions> = {}, told: string[] = []): OpenRunOptions {
  return {
    dir,
    discussionsDir: join(dir, 'discussions'),
    annotationsDir: join(dir, 'annotations'),
    identity: { experiment: 'town-hall', seed: 42, plan_version: 4, tool_version: '0.1.0', facts: { host: 'alpha' } },
    configText: 'experiment: town-hall\n',
    log: (level, text) => told.push(`${level}: ${text}`),
    ...changes,
  };
}

export function openTownHall(dir: string, changes: Partial<OpenRunOptions> = {}, told?: string[]): Promise<RunStore> {
  return openRun(runOptions(dir, changes, told));
}

export function planned(replicate: number, changes: PlanLine['fields'] = {}, kind: JobKind = 'discussion'): PlanLine {
  const fields = { topic: 'night-buses', num_turns: 5, personas_sha256: 'c0ffee', ...changes };
  const hash = createHash('sha256').update(JSON.stringify(fields)).digest('hex');
  const id = `town-hall-${String(replicate).padStart(4, '0')}${kind === 'annotation' ? '--omar' : ''}`;
  return { kind, id, hash, fields };
}

export function plannedMany(count: number): PlanLine[] {
  return Array.from({ length: count }, (_, index) => planned(index + 1));
}

export function record(index: number, text = `Comment ${index} about the night buses`): JournalRecord {
  return {
    index,
    try: 0,
    request: createHash('sha256').update(`request ${index}`).digest('hex'),
    completion: {
      text,
      finish_reason: 'stop',
      prompt_tokens: 120,
      completion_tokens: 9,
      dropped_blocks: 0,
      duration_ms: 15,
    },
  };
}

/** A discussion whose comments are `texts`, in the shape of its schema. */
export function discussionOf(
  line: PlanLine,
  texts: readonly string[] = ['More night buses, please.'],
): {
  id: string;
  job_hash: string;
} {
  const document = {
    id: line.id,
    timestamp: '26-02-14-16-20',
    users: ['anna'],
    moderator: null,
    user_prompts: ['You are Anna.'],
    moderator_prompt: null,
    ctx_length: 3,
    logs: texts.map((text, turn) => ({ name: 'anna', text, model: 'demo', turn, role: 'participant' })),
    created_at: '2026-02-14T16:20:00.000Z',
    experiment: 'town-hall',
    condition: 'town-hall',
    replicate: 1,
    topic: 'night-buses',
    participants: [{ name: 'anna', role: 'participant', persona: { username: 'anna' } }],
    seed: 42,
    model,
    specification: line.fields,
    job_hash: line.hash,
  };
  return document;
}
