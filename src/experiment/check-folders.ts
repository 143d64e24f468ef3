import type { ExperimentConfig } from '../config/experiment-config.js';
import { checkStrays, type DocumentFolder } from '../documents/check-strays.js';
import type { SumCheck } from '../document-sum.js';
import { throwIfAny, type Problem } from '../errors.js';
import { byKind } from '../job-kinds.js';
import type { PlanLine } from '../plan/job.js';
import { listSets } from '../store/find-run.js';
import { readPlannedJobs } from '../store/plan/planned-jobs.js';
import { runFolders as storeFolders } from '../store/run-folders.js';
import { runFolders } from './run-folders.js';

/**
 * Refuses, before anything is made, files in the folders of documents that would end the annotation or the export
 * later. `lines` are the jobs that the config plans; their own documents are checked when they are read.
 */
export async function refuseStrays(
  config: ExperimentConfig,
  lines: readonly PlanLine[],
  sums: SumCheck,
): Promise<void> {
  const problems: Problem[] = [];
  for (const folder of await foldersToRead(config, lines)) problems.push(...(await checkStrays(folder, sums)));
  throwIfAny([...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()]);
}

async function foldersToRead(config: ExperimentConfig, lines: readonly PlanLine[]): Promise<DocumentFolder[]> {
  const { actions, annotation, export: exported } = config;
  const frozen = await readPlannedJobs(config.runDir);
  const planned = byKind((kind) => {
    const asked = lines.filter((line) => line.kind === kind).map(({ id, hash }) => [id, hash] as const);
    return new Map([...asked, ...frozen[kind]]);
  });
  const own = { discussion: runFolders(config).discussionsDir, annotation: runFolders(config).annotationsDir };
  const read = [
    ...(actions.annotate && annotation ? ([[annotation.discussionsDir, 'discussion']] as const) : []),
    ...(actions.export ? ([[exported.discussionsDir, 'discussion']] as const) : []),
    ...(actions.export ? ([[exported.annotationsDir, 'annotation']] as const) : []),
  ];
  const folders = new Map(read.map(([dir, kind]) => [`${kind} ${dir}`, { dir, kind }]));
  const all = [...folders.values()].map(({ dir, kind }) => ({
    dir,
    kind,
    planned: dir === own[kind] ? planned[kind] : new Map<string, string>(),
  }));
  return folders.has(`annotation ${own.annotation}`) ? [...all, ...(await foldersOfSets(config))] : all;
}

async function foldersOfSets(config: ExperimentConfig): Promise<DocumentFolder[]> {
  const folders: DocumentFolder[] = [];
  for (const set of await listSets(config.runDir)) {
    const { dir, documents } = storeFolders({ ...runFolders(config), set });
    const { annotation: planned } = await readPlannedJobs(dir);
    folders.push({ dir: documents.annotation, kind: 'annotation', planned });
  }
  return folders;
}
