import { extname, resolve } from 'node:path';
import { deepFreeze } from '../deep-freeze.js';
import type { Problem } from '../errors.js';
import type { ConfigFile } from '../generated/config.js';
import { applyOverrides } from './apply-overrides.js';
import { applyProfile } from './apply-profile.js';
import { checkLabelEngine } from './check-label-engine.js';
import { describeOriginalValue, withCompatibility } from './compatibility.js';
import { describeStudyConfig } from './companion-study.js';
import { rememberPositions } from './config-positions.js';
import { ConfigReading } from './config-reading.js';
import { expandSampling } from './expand-sampling.js';
import type { ExperimentConfig } from './experiment-config.js';
import { configCodes } from '../source/file-codes.js';
import { lowerCaseWords, renameOriginalKeys } from './original-keys.js';
import { readFactors } from './matrix/check-factors.js';
import { withDefaultSet } from './matrix/overlay-cell.js';
import { readLevelsFromFiles } from './matrix/levels-from-files.js';
import { mergeProblems, resolveMatrix } from './matrix/resolve-matrix.js';
import { parseJson } from '../source/parse-json.js';
import { parseYaml } from '../source/parse-yaml.js';
import { PositionedDocument } from '../source/positioned-document.js';
import type { PositionedNode } from '../source/positioned-node.js';
import { asRead, readText } from '../source/read-text.js';
import { readTurnTaking } from './resolve/read-turn-taking.js';
import { resolveConfig } from './resolve/resolve-config.js';
import { readModels } from './resolve/resolve-models.js';
import { spellOutKwargs } from './generation-kwargs.js';
import { hideFromFirst, hideSecrets, showAssignment } from '../source/secrets.js';
import { validateDocument } from '../source/validate-document.js';

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
  const { root, problems, copy } = await readRoot(path, text);
  if (!root) return { config: undefined, problems, notices: [], copy: '' };
  const study = describeStudyConfig(root);
  if (study) return { config: undefined, problems: [study], notices: [], copy: '' };
  problems.push(...renameOriginalKeys(root));
  expandSampling(root);
  if (root.value instanceof Map) problems.push(...applyOverrides(root, set));
  problems.push(...applyProfile(root));
  // Applied again, because the command line overrides the profile.
  if (root.value instanceof Map) applyOverrides(root, set);
  renameOriginalKeys(root); // what the command line and the profile call so
  expandSampling(root);
  const levelProblems = await readLevelsFromFiles(root, path);
  problems.push(...levelProblems);
  const nothing = () => ({ config: undefined, problems: inReadingOrder(problems, path), notices: [], copy: '' });
  // Without its levels, a factor would be reported again, and the base for what they set.
  if (levelProblems.length > 0) return nothing();
  const factors = readFactors(root);
  const base = withDefaultSet(root, factors.ofAnnotation);
  lowerCaseWords(base, 'config');
  const spelled = spellOutKwargs(base);
  problems.push(...spelled.problems);
  const compatible = withCompatibility(spelled.root);
  const document = new PositionedDocument(compatible.root);
  const checked = validateDocument<ConfigFile>(document, 'config');
  problems.push(...checked.problems);
  if (!checked.value) return nothing();
  const reading = new ConfigReading(path, document, checked.value);
  await readModels(reading);
  const resolved = resolveConfig(reading, await readTurnTaking(reading));
  checkLabelEngine(reading, resolved);
  const matrix = await resolveMatrix(reading, base, factors);
  const config = deepFreeze({ ...resolved, ...matrix?.cells });
  rememberPositions(config, document);
  const found = mergeProblems([...problems, ...reading.problems], matrix);
  return {
    config,
    problems: inReadingOrder(found, path),
    notices: [...noticesOf(config), ...noticesOfSet(compatible.set, config)],
    copy: [copy, ...set.map((assignment) => `# --set ${showAssignment(assignment)}\n`)].join(''),
  };
}

interface Root {
  root?: PositionedNode;
  problems: Problem[];
  copy: string;
}

async function readRoot(file: string, text?: string): Promise<Root> {
  const toRead = { file, codes: configCodes, maxBytes, named: { where: { file } } };
  const { source, problem } = text === undefined ? await readText(toRead) : asRead(file, text);
  if (!source) return { problems: [problem], copy: '' };
  const parse = extname(file).toLowerCase() === '.json' ? parseJson : parseYaml;
  const parsed = parse(source, configCodes);
  if (parsed.problems.length > 0) {
    const hide = hideFromFirst(source);
    // Parse again if anything is hidden: problems have already copied their source lines.
    const problems = hide ? parse(source, configCodes).problems.map(hide) : parsed.problems;
    return { ...parsed, problems, copy: '' };
  }
  if (parsed.root) hideSecrets(parsed.root, source);
  return { ...parsed, copy: source.copyWith('{ "redacted": "it may hold secrets" }') };
}

function noticesOf({ seed, seedIsGiven, actions }: ExperimentConfig): string[] {
  const isIdle = !actions.generate && !actions.annotate && !actions.export;
  return [
    ...(seedIsGiven ? [] : [`seed is not given: ${seed} is used`]),
    ...(isIdle ? ['all actions are off: `syndisco run` does nothing with this config'] : []),
  ];
}

/** What `compatibility` has set, and what its sampling amounts to. */
function noticesOfSet(set: readonly string[], config: ExperimentConfig): string[] {
  if (set.length === 0) return [];
  const samplings: Readonly<Record<string, object | undefined>> = {
    'model_parameters.sampling.defaults': config.model.sampling,
    'annotation.sampling.defaults': config.annotation?.sampling,
  };
  const described = set.map((key) => {
    const values = Object.entries(samplings[key] ?? {}).map(([name, value]) => `${inSnakeCase(name)} ${String(value)}`);
    return `${describeOriginalValue(key)}${values.length > 0 ? ` (${values.join(', ')})` : ''}`;
  });
  return [`compatibility: original sets ${described.join('; ')}`];
}

function inSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Sorts problems by position in the config; those in other files come last. */
function inReadingOrder(problems: readonly Problem[], file: string): Problem[] {
  const rank = ({ where }: Problem) => (where?.file === file ? (where.line ?? 0) : Number.POSITIVE_INFINITY);
  return problems.toSorted((a, b) => rank(a) - rank(b) || (a.where?.column ?? 0) - (b.where?.column ?? 0));
}
