import type { ExperimentConfig } from '../config/experiment-config.js';
import { checkStrays } from '../documents/check-strays.js';
import { throwIfAny, type ErrorCode, type Problem } from '../errors.js';
import { byKind, kindsInOrder } from '../job-kinds.js';
import { acceptEdits } from '../store/documents/accepted-edits.js';
import { isBegun, listSets } from '../store/find-run.js';
import { readPlannedJobs } from '../store/plan/planned-jobs.js';
import { runFolders as storeFolders, type FolderOptions } from '../store/run-folders.js';
import { verifyRun, type VerifiedRun } from '../store/verify-run.js';
import { verifyDataset } from './dataset-sums.js';
import { verifyImported } from './import/verify-imported.js';
import { requireRun } from './require-run.js';
import { runFolders } from './run-folders.js';

const copies: ReadonlySet<ErrorCode> = new Set([
  'SYNDISCO_DISCUSSION_DUPLICATE_ID',
  'SYNDISCO_ANNOTATION_DUPLICATE_ID',
]);

type Counts = Omit<VerifiedRun, 'problems' | 'remakeable'>;

export interface VerifiedExperiment extends Counts {
  /** Always empty: problems are thrown. */
  problems: readonly Problem[];
  /** The named annotation sets. */
  annotationSets: readonly (Counts & { name: string })[];
}

/** Accepts the edited documents of these jobs, then verifies the whole run directory. Throws all problems together. */
export async function verifyExperiment(config: ExperimentConfig, ids: readonly string[]): Promise<VerifiedExperiment> {
  await requireRun(config);
  if (ids.length > 0) await acceptEdits({ ...runFolders(config), ids, at: new Date() });
  const sets = await listSets(config.runDir);
  const hasOnlySets = sets.length > 0 && !(await isBegun(config.runDir));
  const { table, imported, found, problems: inImport } = await verifyImported(config);
  const verified = hasOnlySets
    ? nothing
    : await verifyRun({ ...runFolders(config), ...(table !== undefined && { table }) });
  const annotationSets = [];
  const problems = [...verified.problems, ...(await findCopies(runFolders(config)))];
  problems.push(...inImport, ...(await verifyDataset(config.export.path)));
  for (const set of sets) {
    const folders = { ...runFolders(config), set };
    const inSet = await verifyRun(folders);
    annotationSets.push({ name: set, ...countsOf(inSet) });
    problems.push(...inSet.problems, ...(await findCopies(folders)));
  }
  throwIfAny(problems);
  const { planned, published, ...counts } = countsOf(verified);
  return {
    ...counts,
    planned: { ...planned, discussion: planned.discussion + imported },
    published: { ...published, discussion: published.discussion + found },
    problems: [],
    annotationSets,
  };
}

const nothing: VerifiedRun = {
  remakeable: byKind(() => []),
  planned: byKind(() => 0),
  published: byKind(() => 0),
  journals: 0,
  withdrawn: 0,
  unsummed: 0,
  acceptedEdits: 0,
  problems: [],
};

function countsOf({ planned, published, journals, withdrawn, unsummed, acceptedEdits }: VerifiedRun): Counts {
  return { planned, published, journals, withdrawn, unsummed, acceptedEdits };
}

/** Copies of documents, which would count twice in the data set. Other files in the folders are not the run's. */
async function findCopies(options: FolderOptions): Promise<Problem[]> {
  const { dir, documents } = storeFolders(options);
  const planned = await readPlannedJobs(dir).catch(() => undefined); // a damaged plan is reported already
  if (!planned) return [];
  const problems: Problem[] = [];
  for (const kind of kindsInOrder.filter((one) => planned[one].size > 0))
    problems.push(...(await checkStrays({ dir: documents[kind], kind, planned: planned[kind] })));
  return problems.filter(({ code }) => copies.has(code));
}
