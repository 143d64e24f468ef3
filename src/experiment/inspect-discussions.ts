import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { SumCheck } from '../document-sum.js';
import { discussionRecord } from '../documents/discussion-record.js';
import type { PlanFilter } from '../documents/plan-filter.js';
import { readDiscussions } from '../documents/read-discussions.js';
import { fail } from '../errors.js';
import { loadLanguages } from '../quality/languages.js';
import { openSumCheck } from '../store/documents/accepted-edits.js';
import { readWithdrawals } from '../store/documents/withdrawals.js';
import { findRun } from '../store/find-run.js';
import { isWithdrawn, type Withdrawals } from '../withdrawals.js';
import { openExperiment, type ExperimentSource } from './open-experiment.js';
import { ownDocuments } from './own-documents.js';
import { tallyFlags, type Inspection } from './tally-flags.js';

/** Runs the detectors over the finished discussions below a folder: of a run, ours or the original's. */
export async function inspectDiscussions(given: string): Promise<Inspection> {
  const dir = resolve(given);
  if (!(await isFolder(dir))) throw noFolder(given);
  const inRun = join(dir, 'discussions');
  if (await isFolder(inRun)) return inspectFolder(inRun, await rulesOf(dir));
  if (await findRun(dir)) throw publishedElsewhere(given);
  return inspectFolder(dir, basename(dir) === 'discussions' ? await rulesOf(dirname(dir)) : noRules);
}

/** The same of the discussions of an experiment, wherever it publishes them. */
export async function inspectExperiment(source: ExperimentSource): Promise<Inspection> {
  const { config } = await openExperiment(source, () => ({ discussions: false, annotation: false }));
  const { discussions: only } = await ownDocuments(config);
  return inspectFolder(config.export.discussionsDir, { ...(await rulesOf(config.runDir)), ...(only && { only }) });
}

/** Which documents of a folder are read. */
interface Rules {
  sums: SumCheck;
  withdrawals: Withdrawals;
  only?: PlanFilter;
}

const noRules: Rules = { sums: new SumCheck(), withdrawals: new Map() };

async function rulesOf(runDir: string): Promise<Rules> {
  return { sums: await openSumCheck(runDir), withdrawals: await readWithdrawals(runDir) };
}

async function inspectFolder(folder: string, { sums, withdrawals, only }: Rules): Promise<Inspection> {
  await loadLanguages();
  const tally = tallyFlags();
  for await (const file of readDiscussions(folder, sums, { mayBeMissing: true, ...(only && { only }) })) {
    if (isWithdrawn(withdrawals, file.document)) tally.leaveOut();
    else tally.note(discussionRecord(file));
  }
  return tally.result();
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function noFolder(given: string): Error {
  return fail({
    code: 'SYNDISCO_USAGE',
    what: `There is no folder ${given}.`,
    todo: 'Give a run directory, or a folder with discussions of syndisco or of the Python original.',
  });
}

function publishedElsewhere(given: string): Error {
  return fail({
    code: 'SYNDISCO_USAGE',
    what: `The run in ${given} publishes its discussions in another folder, discussions.files.output_dir of its config.`,
    todo: 'Give that folder, or the config: syndisco inspect -c CONFIG.',
  });
}
