import { basename, dirname, relative, sep } from 'node:path';
import type { ExperimentConfig } from '../config/experiment-config.js';
import type { PlanLine } from '../generated/plan-line.js';
import { printable } from '../log/printable.js';
import { configOf } from '../plan/conditions-of.js';
import { filesBehind, isContent } from '../plan/fields/key-behind.js';
import { diffTexts, isSameText } from '../source/diff-texts.js';
import { readRunRecord, type RunDirectoryRecord } from '../store/read-run-record.js';
import { copiedName } from '../store/records/input-copies.js';
import { setFolder } from '../store/run-folders.js';
import type { Experiment } from './open-experiment.js';

/** A job that differs from the plan, and in which field first. */
export interface ChangedJob {
  line: PlanLine;
  field: string | undefined;
}

type Copy = RunDirectoryRecord['inputs'][number];

interface ComparedFile {
  /** Relative to the config, as the config would name it. */
  name: string;
  text: string;
  state: 'new' | 'changed' | 'unchanged';
  /** The run directory's copies of files of this name. */
  copies: readonly Copy[];
  /** Whether one of the changed fields comes from it. */
  isBehind: boolean;
}

const shownDiffs = 3;
const shownNames = 10;

/**
 * How the inputs differ from the run directory's copies: unified diffs of the files behind the fields that changed, and
 * of the config unless only contents of files changed; other files by name. Undefined if nothing differs.
 */
export async function showChanges(
  { config, configText, inputFiles }: Experiment,
  changed: readonly ChangedJob[],
): Promise<string | undefined> {
  const { runDir, annotationSet: set } = config;
  const record = await readRunRecord(set === undefined ? runDir : setFolder(runDir, set));
  if (!record) return undefined;
  const behind = filesOf(changed, config);
  const files = inputFiles.map(({ path, text }): ComparedFile => {
    const copies = record.inputs.filter(({ file }) => file === copiedName(path));
    const isBehind = behind.some((one) => path === one || path.startsWith(`${one}${sep}`));
    return { name: relative(dirname(config.file), path), text, state: stateOf(text, copies), copies, isBehind };
  });
  const different = files.filter(({ state }) => state === 'changed');
  const own = different.filter(({ isBehind }) => isBehind).slice(0, shownDiffs);
  const isOnlyContent = own.length > 0 && changed.every(({ field = '' }) => isContent(field));
  const parts = [
    isOnlyContent ? undefined : await diffConfig(record.config, { config, configText }),
    ...(await Promise.all(own.map(diffNearest))),
    listNames(
      'new',
      files.filter(({ state, isBehind }) => isBehind && state === 'new'),
    ),
    listNames(
      'also changed',
      different.filter((file) => !own.includes(file)),
    ),
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join('\n') : undefined;
}

function filesOf(changed: readonly ChangedJob[], whole: ExperimentConfig): string[] {
  const files = changed.flatMap(({ line, field }) =>
    field === undefined ? [] : filesBehind(line.kind, field, configOf(line, whole)),
  );
  return [...new Set(files)].filter((file) => file !== '');
}

function stateOf(text: string, copies: readonly Copy[]): ComparedFile['state'] {
  if (copies.length === 0) return 'new';
  return copies.some((copy) => isSameText(copy.text, text)) ? 'unchanged' : 'changed';
}

/** Files of one name in several folders have a copy each: the one most like the file is compared. */
async function diffNearest({ name, text, copies }: ComparedFile): Promise<string | undefined> {
  const diffs = await Promise.all(
    copies.map(({ copy, text: before }) => diffTexts({ name: `inputs/${copy}`, text: before }, { name, text })),
  );
  return diffs.toSorted((one = '', other = '') => one.length - other.length)[0];
}

/** The run directory has the config that its plan began with. */
async function diffConfig(
  before: string,
  { config, configText }: Pick<Experiment, 'config' | 'configText'>,
): Promise<string | undefined> {
  return diffTexts({ name: 'config.yaml', text: before }, { name: basename(config.file), text: configText });
}

function listNames(how: string, files: readonly ComparedFile[]): string | undefined {
  if (files.length === 0) return undefined;
  const names = files.slice(0, shownNames).map(({ name }) => printable(name));
  const rest = files.length - names.length;
  return `${how} since the plan: ${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
