import { setTimeout as delay } from 'node:timers/promises';
import { Command } from 'commander';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { openExperiment } from '../experiment/open-experiment.js';
import { describeStanding } from '../experiment/status/describe-standing.js';
import { readStanding, type Memory, type Standing } from '../experiment/status/read-standing.js';
import { printable } from '../log/printable.js';
import type { CommonOptions } from './common-options.js';

const watchEveryMs = 2000;

/** `syndisco status`: how a run stands, from any shell or host, also after a crash. Reads only. */
export function statusCommand(): Command {
  return new Command('status')
    .description('show what is made, what is being made and for how long, what failed, and who works on it; reads only')
    .option('--watch', 'show it again every two seconds while the run is going on')
    .action(async (options: CommonOptions & { watch?: boolean }) => {
      const { config } = await openExperiment(options, () => ({ discussions: false, annotation: false }));
      const memory: Memory = new Map();
      for (;;) {
        const standings = await readStanding(config, memory);
        show(config, standings, options);
        if (!options.watch || !standings.some(({ state }) => state === 'running')) return;
        await delay(watchEveryMs);
      }
    });
}

/** At a terminal, a watched standing replaces the one before it. */
function show(
  config: ExperimentConfig,
  standings: readonly Standing[],
  { json, watch }: { json?: boolean; watch?: boolean },
): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(asJson(config, standings))}\n`);
    return;
  }
  const clear = watch && process.stdout.isTTY ? '\u001b[H\u001b[2J' : '';
  const lines = standings
    .filter(({ set, state }) => set === undefined || state !== 'not begun')
    .flatMap((standing) => describeStanding(standing, config.name));
  process.stdout.write(`${clear}${lines.map(printable).join('\n')}\n`);
}

function asJson({ name, runDir }: ExperimentConfig, standings: readonly Standing[]): object {
  const [run, ...sets] = standings.map(({ set, dir, state, jobs, holders, statuses }) => ({
    ...(set !== undefined && { annotation_set: set }),
    dir,
    state,
    jobs,
    holders: holders.map(({ lastBeat, ...holder }) => ({ ...holder, last_beat: lastBeat.toISOString() })),
    processes: statuses,
  }));
  return { experiment: name, run_dir: runDir, ...run, ...(sets.length > 0 && { annotation_sets: sets }) };
}
