import { describe, expect, it } from 'vitest';
import { loadBackend } from '../../src/backends/load-backend.js';
import type { Backend } from '../../src/backends/backend.js';
import { discuss } from '../../src/discussion/discuss.js';
import { calibrate } from '../../src/forecast/calibrate.js';
import { estimateRun } from '../../src/forecast/estimate-run.js';
import type { PlannedWork } from '../../src/forecast/work-list.js';
import { countRequests } from '../../src/plan/count-turns.js';
import { planDiscussions } from '../../src/plan/plan-discussions.js';
import { planLine } from '../../src/plan/plan-line.js';
import { townHallConfig, townHallInputs } from '../town-hall/experiment.js';

/** Long discussions with a long memory: a first turn says little about the rest. */
const config = townHallConfig({ replicates: 40, turns: 20, historyLength: 12 });
const work = planDiscussions(config, townHallInputs()).map((job): PlannedWork => ({
  line: planLine(job),
  job,
  turns: countRequests(job),
  share: job.place,
}));

/** The scripted engine, whose replies all have 8 words, and which needs `delayMs` for a reply. */
async function load(delayMs: number): Promise<Backend> {
  const { model } = config;
  if (model.engine !== 'scripted') throw new Error('not the scripted engine');
  return loadBackend({ ...model, options: { ...model.options, words: { min: 8, max: 8 }, delayMs } }, () => undefined);
}

async function tokensPerTurn(): Promise<number> {
  const backend = await load(0);
  let [tokens, turns] = [0, 0];
  for (const { job } of work) {
    if (job.kind !== 'discussion') continue;
    const generator = discuss(job);
    for (let step = generator.next([]); !step.done; turns += 1) {
      const made = await Promise.all(step.value.map((one) => backend.generate(one, AbortSignal.timeout(60_000))));
      tokens += made.reduce((sum, { prompt_tokens: count }) => sum + (count ?? 0), 0);
      step = generator.next(made);
    }
  }
  return tokens / turns;
}

describe('a trial', () => {
  it('when it has time for few of the turns, then its prompts are as long as those of whole discussions', async () => {
    const ports = { loadBackend: () => load(80), host: 'alpha', now: () => new Date(0), budgetMs: 3000 };
    const { measured } = await calibrate(config.model, work, ports);
    const pace = measured.kinds['discussion'];
    expect(pace?.completions).toBeGreaterThan(20);
    expect(pace?.completions).toBeLessThan(400);
    const actual = await tokensPerTurn();
    expect(pace?.prompt_tokens).toBeGreaterThan(actual * 0.95);
    expect(pace?.prompt_tokens).toBeLessThan(actual * 1.05);
  });
});

describe('an interval', () => {
  it('when a trial varied a lot, then it is as wide as that says', () => {
    const pace = { completions: 9, seconds_each: 1, sigma: 1, prompt_tokens: 1, completion_tokens: 1 };
    const measured = { model: 'demo', host: 'alpha', measured_at: '', load_seconds: 0, kinds: { discussion: pace } };
    const estimate = estimateRun([{ model: 'demo', kind: 'discussion', turns: 100 }], new Map([['demo', measured]]));
    expect(estimate?.seconds).toBe(100);
    expect((estimate?.high ?? 0) / (estimate?.low ?? 1)).toBeCloseTo(Math.exp(2 * 1.2816), 6);
  });
});
