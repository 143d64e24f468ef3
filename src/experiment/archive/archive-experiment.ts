import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir, hostname } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { isWritten } from '../../config/config-positions.js';
import { engineOf } from '../../config/engines/registry.js';
import type { ExperimentConfig } from '../../config/experiment-config.js';
import { SyndiscoError, fail } from '../../errors.js';
import { conditionsOf } from '../../plan/conditions-of.js';
import { ensureFolder } from '../../store/disk/ensure-folder.js';
import { nodeFiles } from '../../store/disk/node-file-port.js';
import { storageError } from '../../store/disk/storage-error.js';
import { writeDerived } from '../../store/disk/write-derived.js';
import { openSumCheck } from '../../store/documents/accepted-edits.js';
import { exportDataset } from '../export-dataset.js';
import { massLimit } from '../mass-limit.js';
import { openExperiment, type Experiment } from '../open-experiment.js';
import { ownDocuments } from '../own-documents.js';
import { runFolders } from '../run-folders.js';
import { verifyExperiment } from '../verify-experiment.js';
import { archiveReadme } from './archive-readme.js';
import { checksumsFile, checksumsOf, listFiles } from './checksums.js';
import { findMismatches } from './find-mismatches.js';
import { assignmentLines, portableConfig, type PortableConfig } from './portable-config.js';
import { writeConfigCopy } from './seal-config-copy.js';
import { redactor, type Redaction, type Redactor } from './redact.js';
import { copyTo, documentsPlace, stageRun, type StagedRun } from './stage-run.js';

export interface ArchiveOptions {
  /** Ends in `.tar.gz` or `.tgz`; next to the run directory if not given. */
  path?: string;
  /** Takes paths, hosts and server addresses out. */
  isRedacted: boolean;
  /** What the command line has set, `a.b.c=value`. */
  set: readonly string[];
}

export interface Archived extends StagedRun {
  path: string;
  files: number;
  /** Empty unless redacted. */
  redactions: readonly Redaction[];
  /** Weights that have to be added before the archive can generate. */
  weights: readonly string[];
  /** Values of the config are hidden in it. */
  hidesSecrets: boolean;
  /** Why a run would not go on from the archive; empty if it would. */
  mismatches: readonly string[];
}

export const configName = 'syndisco.yml';

/**
 * Writes one file with all that is needed to check, cite and continue a study. The content is collected in a folder
 * next to the archive, checked there as `verify` would, and packed; the same run directory gives the same bytes.
 */
export async function archiveExperiment(experiment: Experiment, options: ArchiveOptions): Promise<Archived> {
  const { config } = experiment;
  await verifyExperiment(config, []);
  const { path = `${config.runDir}.tar.gz` } = options;
  refuseOtherNames(path);
  try {
    await ensureFolder(nodeFiles, dirname(path));
    const staging = await mkdtemp(join(dirname(path), `.${basename(path)}-`));
    try {
      return await stageAndPack(experiment, { ...options, path, staging });
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  } catch (error) {
    throw storageError(error);
  }
}

type Staging = ArchiveOptions & { path: string; staging: string };

async function stageAndPack(experiment: Experiment, options: Staging): Promise<Archived> {
  const { config } = experiment;
  const { path, staging, isRedacted } = options;
  const dir = join(staging, config.name);
  const run = await stageRun(config, dir);
  const redacts = isRedacted ? redactor({ folders: foldersOf(experiment), host: hostname() }) : undefined;
  const { weights, hidesSecrets } = await stageInputs(experiment, dir, { ...options, ...(redacts && { redacts }) });
  await stageDataset(experiment, dir);
  const redactions = (await redacts?.redactFiles(dir)) ?? [];
  const found = await findMismatches(dir, { config: configName, weights });
  const mismatches = redacts ? found.map(redacts.redactText) : found;
  const archived = { ...run, redactions, weights: [...weights.keys()], hidesSecrets, mismatches };
  await writeFile(join(dir, 'README.md'), archiveReadme(config, archived, isRedacted));
  await writeFile(join(dir, checksumsFile), await checksumsOf(dir));
  const staged = await openExperiment({ config: join(dir, configName) }, () => nothing);
  await verifyExperiment(staged.config, []);
  const files = await listFiles(dir);
  await writeDerived(
    path,
    pack(
      staging,
      files.map((file) => `${config.name}/${file}`),
    ),
  );
  return { path, files: files.length, ...archived };
}

const nothing = { discussions: false, annotation: false };

/** No times, owners or rights of this machine, and no clock in the compressed stream. */
async function* pack(cwd: string, files: string[]): AsyncGenerator<Uint8Array> {
  const { create } = await import('tar'); // most commands write no archive
  yield* create({ cwd, gzip: true, portable: true, mtime: new Date(0), noDirRecurse: true }, files);
}

/** The config with paths that hold in the archive, and the input files at these paths. */
async function stageInputs(
  experiment: Experiment,
  into: string,
  { set, redacts }: Staging & { redacts?: Redactor },
): Promise<PortableConfig> {
  const { config, inputFiles, configText } = experiment;
  const dir = dirname(config.file);
  const own = runFolders(config);
  const places = new Map([
    [config.runDir, 'run'],
    [own.discussionsDir, documentsPlace.discussion],
    [own.annotationsDir, documentsPlace.annotation],
    [config.export.path, 'dataset/dataset.csv'],
    [config.logging.dir, 'logs'],
  ]);
  const fixed = { experiment: config.name, run_dir: 'run', ...ownPaths(config, places) };
  const names = namesOfServed(experiment);
  const move = (text: string, assigned: readonly string[]): PortableConfig =>
    portableConfig({ text, dir, set: assigned, fixed, places, names, ...(redacts && { redact: redacts.redactText }) });
  const portable = move(configText, set);
  await writeFile(join(into, configName), portable.text);
  if (redacts) {
    for (const file of (await listFiles(into)).filter((name) => configCopy.test(name))) {
      const text = await readFile(join(into, file), 'utf8');
      const settings = text.match(assignmentLines)?.join('') ?? '';
      await writeConfigCopy(join(into, file), `${move(text, []).text}${redacts.redactText(settings)}`);
    }
  }
  const table = config.annotation?.table?.file;
  const input = inputFiles.map(({ path }) => path);
  // Without its table, an import can be read and reported, and findMismatches tells that it cannot go on.
  if (table !== undefined && (await isThere(table))) input.push(table);
  for (const file of [...input, ...(await filesBeside(portable.besides))])
    await copyTo(file, join(into, placeIn(file, portable.moved, dir)));
  return portable;
}

/** In the run directory and in each annotation set. */
const configCopy = /^run\/(sets\/[^/]+\/)?config\.yaml$/;

/** What servers call their models, which may look like a path and is part of the plan. */
function namesOfServed({ config }: Experiment): ReadonlySet<string> {
  const models = conditionsOf(config).flatMap(({ config: own }) => [own.model, ...Object.values(own.models ?? {})]);
  return new Set(models.filter((model) => engineOf(model).modelPath === 'name').map(({ path }) => path));
}

/** The keys of the run's own folders, which a fork has elsewhere than its config says. */
function ownPaths(config: ExperimentConfig, places: ReadonlyMap<string, string>): Record<string, string> {
  const { discussions, annotation, export: exported } = config;
  const paths = {
    'discussions.files.output_dir': discussions?.outputDir,
    'annotation.files.output_dir': annotation?.outputDir,
    'annotation.files.discussions_dir': annotation?.discussionsDir,
    'dataset_export.discussion_root_dir': exported.discussionsDir,
    'dataset_export.annotation_root_dir': exported.annotationsDir,
    'dataset_export.export_path': exported.path,
  };
  return Object.fromEntries(
    Object.entries(paths).flatMap(([key, path = '']) => {
      const place = places.get(path);
      return place !== undefined && isWritten(config, key) ? [[key, place]] : [];
    }),
  );
}

/** What the reader of inputs does not read. */
async function filesBeside(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    if (!(await isFolder(path))) files.push(path);
    else files.push(...(await listFiles(path, ['**/*.json'])).map((file) => join(path, file)));
  }
  return files;
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

function placeIn(file: string, moved: ReadonlyMap<string, string>, dir: string): string {
  for (let path = file; path !== dirname(path); path = dirname(path)) {
    const place = moved.get(path);
    if (place !== undefined) return join(place, relative(path, file));
  }
  return relative(dir, file);
}

/** The tidy tables with their codebook; none if nothing is finished. */
async function stageDataset({ config }: Experiment, into: string): Promise<void> {
  try {
    await exportDataset({
      ...config.export,
      ...massLimit(config),
      experiment: config.name,
      path: join(into, 'dataset/dataset.csv'),
      isTidy: true,
      originalColumns: false,
      forSpreadsheets: false,
      sums: await openSumCheck(config.runDir),
      only: await ownDocuments(config),
      replaceFile: writeDerived,
      log: { info: () => undefined, warn: () => undefined },
    });
  } catch (error) {
    if (!(error instanceof SyndiscoError) || error.code !== 'SYNDISCO_DISCUSSIONS_EMPTY') throw error;
  }
}

/** Whose paths must not be in a redacted archive. */
function foldersOf({ config }: Experiment): string[] {
  const { discussionsDir, annotationsDir } = runFolders(config);
  const folders = [homedir(), dirname(config.file), config.runDir, discussionsDir, annotationsDir, process.cwd()];
  return folders.filter((path) => path !== '/');
}

/** A slip must not replace a config or a table by an archive. */
function refuseOtherNames(path: string): void {
  if (/\.(tar\.gz|tgz)$/i.test(path)) return;
  throw fail({
    code: 'SYNDISCO_USAGE',
    what: `${path} is not the name of an archive.`,
    todo: 'Choose a name that ends in .tar.gz.',
  });
}
