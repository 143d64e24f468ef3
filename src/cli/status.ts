import { stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Command } from 'commander';
import { openExperiment } from '../experiment/open-experiment.js';
import { describeStanding } from '../experiment/status/describe-standing.js';
import { locateByConfig, locateByFolder, type LocatedRun } from '../experiment/status/locate-run.js';
import { readStanding, type Memory, type Standing } from '../experiment/status/read-standing.js';
import { printable } from '../log/printable.js';
import type { CommonOptions } from './common-options.js';
import { fitWidth } from './progress/fit-width.js';

const watchEveryMs = 2000;
const clear = '\u001b[H\u001b[2J';

/** `syndisco status`: how a run stands, from any shell or host, also after a crash. Reads only. */
export function statusCommand(): Command {
  return new Command('status')
    .description('show what is made, what is being made and for how long, what failed, and who works on it; reads only')
    .argument('[path]', 'a run directory, which needs no config, or a config file')
    .option('--watch', 'show it again every two seconds while the run is going on')
    .action(async (path: string | undefined, options: CommonOptions & { watch?: boolean }) => {
      const located = await locate(path, options);
      const memory: Memory = new Map();
      const reader = { isGone: false }; // as after `| head`: Node's standard output never counts as destroyed
      process.stdout.once('error', () => (reader.isGone = true));
      for (;;) {
        const standings = await readStanding(located, memory);
        const isLast = !options.watch || !standings.some(({ state }) => state === 'running');
        const lines = options.json ? [JSON.stringify(asJson(located, standings))] : describe(located, standings);
        const moves = options.watch === true && !options.json && process.stdout.isTTY && process.stdout.columns > 0;
        process.stdout.write(
          `${moves ? clear : ''}${(moves && !isLast ? await fitWindow(lines) : lines).join('\n')}\n`,
        );
        if (isLast) return;
        await delay(watchEveryMs);
        if (reader.isGone) return;
      }
    });
}

async function locate(path: string | undefined, options: CommonOptions): Promise<LocatedRun> {
  const isFile = path !== undefined && (await stat(path).catch(() => undefined))?.isFile() === true;
  if (path !== undefined && !isFile) return locateByFolder(path);
  const source = { ...options, config: path ?? options.config };
  return locateByConfig((await openExperiment(source, () => ({ discussions: false, annotation: false }))).config);
}

function describe({ name }: LocatedRun, standings: readonly Standing[]): string[] {
  return standings
    .filter(({ set, state }) => set === undefined || state !== 'not begun')
    .flatMap((standing) => describeStanding(standing, name))
    .map(printable);
}

/** A watched standing replaces the one before it; in a small window its ends are cut, so that its head stays in sight. */
async function fitWindow(lines: readonly string[]): Promise<string[]> {
  const { default: measure } = await import('string-width');
  const { columns, rows } = process.stdout;
  return lines.slice(0, Math.max(1, rows - 1)).map((line) => fitWidth(line, columns - 1, measure));
}

function asJson({ name, dir: runDir }: LocatedRun, standings: readonly Standing[]): object {
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
