import { extname, resolve } from 'node:path';
import { deepFreeze } from '../deep-freeze.js';
import type { Problem } from '../errors.js';
import { applyOverrides } from './apply-overrides.js';
import { applyProfile } from './apply-profile.js';
import { checkLabelEngine } from './check-label-engine.js';
import { describeStudyConfig } from './companion-study.js';
import { rememberPositions } from './config-positions.js';
import { describeCompatibility } from './describe-compatibility.js';
import { expandSampling } from './expand-sampling.js';
import type { ExperimentConfig } from './experiment-config.js';
import { configCodes } from '../source/file-codes.js';
import { renameOriginalKeys } from './original-keys.js';
import { readFactors } from './matrix/check-factors.js';
import { withDefaultSet } from './matrix/overlay-cell.js';
import { readLevelsFromFiles } from './matrix/levels-from-files.js';
import { mergeProblems, resolveMatrix } from './matrix/resolve-matrix.js';
import { parseJson } from '../source/parse-json.js';
import { parseYaml } from '../source/parse-yaml.js';
import type { PositionedNode } from '../source/positioned-node.js';
import { asRead, readText } from '../source/read-text.js';
import { resolveDocument } from './resolve-document.js';
import { hiddenValue, hideFromFirst, hideSecrets, showAssignment } from '../source/secrets.js';

const maxBytes = 1024 * 1024;

export interface LoadOptions {
  /** `a.b.c=value` with a YAML value. Later ones override earlier ones, and all override the file. */
  set: readonly string[];
  /** What a relative `file` is relative to. */
  cwd: string;
  /** Stands for the content of the file. */
  text?: string;
}

export interface LoadedConfig {
  /** The resolved config, deeply frozen. If there are problems, the invalid parts are treated as missing. */
  config: ExperimentConfig | undefined;
  problems: Problem[];
  notices: string[];
  /** A copy of the file, and of the command line's changes, with possible secrets removed. */
  copy: string;
}

/**
 * Reads a config file (YAML, or JSON if named `.json`). Collects all of the user's mistakes and never throws for one.
 */
export async function loadConfig(file: string, { set, cwd, text }: LoadOptions): Promise<LoadedConfig> {
  const path = resolve(cwd, file);
  const { root: written, problems, copy } = await readRoot(path, text);
  if (!written) return { config: undefined, problems, notices: [], copy: '' };
  const study = describeStudyConfig(written);
  if (study) return { config: undefined, problems: [study], notices: [], copy: '' };
  problems.push(...renameOriginalKeys(written));
  // Before anything changes a key below it.
  const root = expandSampling(written);
  if (root.value instanceof Map) problems.push(...applyOverrides(root, set));
  problems.push(...applyProfile(root));
  // Applied again, because the command line overrides the profile.
  if (root.value instanceof Map) applyOverrides(root, set);
  renameOriginalKeys(root); // what the command line and the profile call so
  const levelProblems = await readLevelsFromFiles(root, path);
  problems.push(...levelProblems);
  const nothing = () => ({ config: undefined, problems: inReadingOrder(problems, path), notices: [], copy: '' });
  // Without its levels, a factor would be reported again, and the base for what they set.
  if (levelProblems.length > 0) return nothing();
  const factors = readFactors(root);
  // Expanded again, for what the command line and the profile add: levels may change a key below it.
  const base = expandSampling(withDefaultSet(root, factors.ofAnnotation));
  const read = await resolveDocument(path, base);
  problems.push(...read.problems);
  if (!read.resolved) return nothing();
  const { reading, set: compatible } = read.resolved;
  checkLabelEngine(reading, read.resolved.config);
  const matrix = await resolveMatrix(reading, base, factors);
  const config = deepFreeze({ ...read.resolved.config, ...matrix?.cells });
  rememberPositions(config, reading.document);
  const found = mergeProblems([...problems, ...reading.problems], matrix);
  return {
    config,
    problems: inReadingOrder(found, path),
    notices: [...noticesOf(config), ...describeCompatibility({ config, set: compatible }, matrix?.compatible ?? [])],
    copy: withSettings(copy, set),
  };
}

/** The copy of a config with the command line's changes below it, each on a line of its own. */
function withSettings(copy: string, set: readonly string[]): string {
  const lines = set.map((assignment) => `# --set ${showAssignment(assignment)}\n`);
  return [copy, ...(lines.length > 0 && !copy.endsWith('\n') ? ['\n'] : []), ...lines].join('');
}

interface Root {
  root?: PositionedNode;
  problems: Problem[];
  copy: string;
}

async function readRoot(file: string, text?: string): Promise<Root> {
  const toRead = { file, codes: configCodes, maxBytes, named: { where: { file } } };
  const { source, problem } = text === undefined ? await readText(toRead) : asRead(file, text);
  if (!source) return { problems: [withBeginning(problem)], copy: '' };
  const parse = extname(file).toLowerCase() === '.json' ? parseJson : parseYaml;
  const parsed = parse(source, configCodes);
  if (parsed.problems.length > 0) {
    const hide = hideFromFirst(source);
    // Parse again if anything is hidden: problems have already copied their source lines.
    const problems = hide ? parse(source, configCodes).problems.map(hide) : parsed.problems;
    return { ...parsed, problems, copy: '' };
  }
  if (parsed.root) hideSecrets(parsed.root, source);
  return { ...parsed, copy: source.copyWith(hiddenValue) };
}

function withBeginning(problem: Problem): Problem {
  if (problem.code !== configCodes.notFound || problem.todo.startsWith('Did you mean')) return problem;
  return { ...problem, todo: `${problem.todo} To begin, run syndisco init: it writes a project.` };
}

function noticesOf({ seed, seedIsGiven, actions }: ExperimentConfig): string[] {
  const isIdle = !actions.generate && !actions.annotate && !actions.export;
  return [
    ...(seedIsGiven ? [] : [`seed is not given: ${seed} is used`]),
    ...(isIdle ? ['all actions are off: `syndisco run` does nothing with this config'] : []),
  ];
}

/** Sorts problems by position in the config; those in other files come last. */
function inReadingOrder(problems: readonly Problem[], file: string): Problem[] {
  const rank = ({ where }: Problem) => (where?.file === file ? (where.line ?? 0) : Number.POSITIVE_INFINITY);
  return problems.toSorted((a, b) => rank(a) - rank(b) || (a.where?.column ?? 0) - (b.where?.column ?? 0));
}
