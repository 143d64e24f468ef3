import { basename, resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { fail } from '../errors.js';
import { verifyArchive } from '../experiment/archive/verify-archive.js';
import { repairExperiment, type RepairedDocument } from '../experiment/repair-experiment.js';
import { jobKinds, kindsInOrder, type JobKind } from '../job-kinds.js';
import { openExperiment } from '../experiment/open-experiment.js';
import { verifyExperiment, type VerifiedExperiment } from '../experiment/verify-experiment.js';
import { sayOfStore, type CommonOptions } from './common-options.js';
import { describeSums } from './describe-sums.js';

interface VerifyOptions extends CommonOptions {
  accept: readonly string[];
  repair?: boolean;
}

/** `syndisco verify`: reads a whole run directory and reports every file that is damaged or was edited. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('check the plan, the copies of the inputs, and every document and journal of the run directory')
    .argument('[archive]', 'an archive of a run to check instead, without unpacking it to your folders')
    .addOption(
      new Option('--accept <id>', 'accept the edited document of this job as it is now; can be repeated')
        .argParser((id: string, before: string[]) => [...before, id])
        .default([], 'none'),
    )
    .option('--repair', 'make damaged and missing documents again from their journals, without a model')
    .action((archive: string | undefined, options: VerifyOptions) =>
      archive === undefined ? verifyRunDirectory(options) : verifyPacked(archive, options),
    );
}

async function verifyPacked(archive: string, { accept, repair = false, json }: VerifyOptions): Promise<void> {
  if (accept.length > 0 || repair) throw changesNothing();
  const verified = await verifyArchive(resolve(archive));
  process.stdout.write(json ? `${JSON.stringify(verified)}\n` : sentence(archive, verified));
}

function changesNothing(): Error {
  return fail({
    code: 'SYNDISCO_USAGE',
    what: 'An archive is never changed, so nothing can be accepted or repaired in it.',
    todo: 'Accept or repair in the run directory, and make the archive again.',
  });
}

async function verifyRunDirectory(options: VerifyOptions): Promise<void> {
  const { accept, repair = false, json } = options;
  if (accept.length > 0 && repair) throw contradiction();
  const experiment = await openExperiment(options, repair ? partsOfPlan : () => noInputs);
  const repaired = repair ? await repairExperiment(experiment, sayOfStore) : [];
  if (!json) process.stdout.write(repaired.map(describeRepaired).join(''));
  const { config } = experiment;
  const verified = await verifyExperiment(config, accept);
  const told = repair ? { ...verified, repaired } : verified;
  process.stdout.write(json ? `${JSON.stringify(told)}\n` : sentence(config.runDir, verified));
}

function contradiction(): Error {
  return fail({
    code: 'SYNDISCO_USAGE',
    what: '--accept keeps an edited document as it is, which contradicts --repair.',
    todo: 'Accept the edit first, then run syndisco verify --repair for the other documents.',
  });
}

const noInputs = { discussions: false, annotation: false };

/** A repair plans the jobs again, to make sure that the journals are theirs. */
function partsOfPlan({ discussions, annotation }: ExperimentConfig): typeof noInputs {
  return { discussions: discussions !== undefined, annotation: annotation !== undefined };
}

function describeRepaired({ kind, id, aside }: RepairedDocument): string {
  const kept = aside === null ? '' : `; the file that was there is now ${basename(aside)}`;
  return `Made the ${kind} ${id} again from its journal${kept}.\n`;
}

function sentence(dir: string, verified: VerifiedExperiment): string {
  const sets = verified.annotationSets.map((set) => `; annotation set ${set.name}: ${describe(set, ['annotation'])}`);
  return `${dir} is intact: ${describe(verified, kindsInOrder)}${sets.join('')}.\n`;
}

function describe(
  verified: Omit<VerifiedExperiment, 'problems' | 'annotationSets'>,
  kinds: readonly JobKind[],
): string {
  const { planned, published, journals, withdrawn } = verified;
  const leftOut = withdrawn > 0 ? [`${withdrawn} withdrawn`] : [];
  const counts = kinds.map((kind) => `${published[kind]} of ${planned[kind]} ${jobKinds[kind].plural}`);
  return [...counts, `${journals} journals`, ...leftOut, ...describeSums(verified)].join(', ');
}
