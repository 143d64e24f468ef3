import { Command } from 'commander';
import { fail } from '../errors.js';
import { inspectDiscussions, inspectExperiment } from '../experiment/inspect-discussions.js';
import type { InspectedGroup, Inspection } from '../experiment/tally-flags.js';
import type { CommonOptions } from './common-options.js';
import { formatTable } from './format-table.js';

/** `syndisco inspect`: what the detectors find in finished discussions. */
export function inspectCommand(): Command {
  return new Command('inspect')
    .description('look for faults in finished discussions, of syndisco or of the Python original')
    .argument('[folder]', 'a run directory, or a folder with discussions; by default the discussions of the config')
    .action(async (folder: string | undefined, options: CommonOptions) => {
      const inspected = await (folder === undefined ? inspectExperiment(options) : inspectDiscussions(folder));
      if (inspected.discussions === 0) throw nothing(folder ?? `the experiment of ${options.config}`);
      process.stdout.write(options.json ? `${JSON.stringify(inspected)}\n` : `${describe(inspected).join('\n')}\n`);
    });
}

function nothing(folder: string): Error {
  return fail({
    code: 'SYNDISCO_USAGE',
    what: `There is no discussion in ${folder}.`,
    todo: 'Give a run directory with finished discussions, or the folder that has them.',
  });
}

/** A row for each detector that found something, a column for each model and role. */
function describe({ discussions, withdrawn, comments, clean, groups }: Inspection): string[] {
  const anyOf = (key: 'flagged' | 'repaired'): string[] => [
    ...new Set(groups.flatMap((group) => Object.entries(group[key]).flatMap(([name, n]) => (n > 0 ? [name] : [])))),
  ];
  const header = ['found in', ...groups.map(({ model, role }) => `${model || 'unknown model'}, ${role}`)];
  const rows = anyOf('flagged').map((name) => [name, ...groups.map((group) => shareOf(group, name))]);
  const repairs = anyOf('repaired');
  const resampled = groups.reduce((sum, group) => sum + group.resampled, 0);
  return [
    `${discussions} discussions, ${comments} generated comments, ${clean} of them without a fault that is looked for`,
    '',
    ...formatTable(header, [['(comments)', ...groups.map((group) => String(group.comments))], ...rows]),
    ...(repairs.length > 0
      ? [
          '',
          ...formatTable(
            ['taken out', ...header.slice(1)],
            repairs.map((name) => [
              name,
              ...groups.map(({ repaired, comments: of }) => share(repaired[name] ?? 0, of)),
            ]),
          ),
        ]
      : []),
    ...(resampled > 0 ? ['', `${resampled} comments were resampled; in brackets: the first tries`] : []),
    ...adviceOn(groups),
    ...(withdrawn > 0
      ? ['', `${withdrawn} withdrawn ${withdrawn === 1 ? 'discussion is' : 'discussions are'} left out`]
      : []),
  ];
}

function shareOf({ comments, flagged, firstTries, resampled }: InspectedGroup, name: string): string {
  const [kept = 0, first = 0] = [flagged, firstTries].map(
    (counts) => Object.entries(counts).find(([key]) => key === name)?.[1],
  );
  return resampled > 0 ? `${share(kept, comments)} (${share(first, comments)})` : share(kept, comments);
}

/** `12 (20 %)`. */
function share(count: number, of: number): string {
  return count === 0 ? '–' : `${count} (${Math.round((100 * count) / of)} %)`;
}

const oftenCut = 0.1;

function adviceOn(groups: readonly InspectedGroup[]): string[] {
  return groups
    .filter(({ comments, flagged }) => flagged.truncated > oftenCut * comments)
    .map(
      ({ model, role, comments, flagged }) =>
        `${flagged.truncated} of ${comments} comments of ${model}, ${role}, were cut off at max_tokens: raise it`,
    );
}
