import type { TurnTakingSection } from '../../generated/config.js';
import type { TurnTakingFile } from '../../generated/turn-taking.js';
import { inWords, type ConfigReading } from '../config-reading.js';
import { lowerCaseWords } from '../original-keys.js';
import { configCodes } from '../../source/file-codes.js';
import { parseJson } from '../../source/parse-json.js';
import { PositionedDocument } from '../../source/positioned-document.js';
import { readText } from '../../source/read-text.js';
import { showValue } from '../../source/show-value.js';
import { validateDocument, type Partially } from '../../source/validate-document.js';

const maxBytes = 1024 * 1024;
const section = ['discussions', 'turn_taking'];
const configsPath = ['discussions', 'files', 'configs_path'];

/** The original has none of the others. */
type Shared = Exclude<
  keyof TurnTakingSection,
  | 'history_counts'
  | 'history_format'
  | 'moderator_turns'
  | 'round_robin_start'
  | 'silent_participants'
  | 'tries_per_turn'
>;

/** Where the file named by `configs_path` has the equivalents of our keys. */
const pathInFile = {
  num_turns: ['conv_len'],
  history_ctx_len: ['history_ctx_len'],
  turn_manager_type: ['turn_manager_type'],
  respond_probability: ['turn_manager_config', 'respond_probability'],
} satisfies Record<Shared, string[]>;

/**
 * Merges the turn taking of the config with that of the file named by `configs_path`; values given in both must agree.
 */
export async function readTurnTaking(reading: ConfigReading): Promise<Partially<TurnTakingSection>> {
  const given = reading.given.discussions?.turn_taking ?? {};
  const path = reading.given.discussions?.files?.configs_path;
  if (path === undefined) return given;
  const file = reading.absolute(path);
  const document = await readDocument(reading, file);
  if (!document) return given;
  const { value, problems } = validateDocument<TurnTakingFile>(document, 'turn-taking');
  reading.problems.push(...problems);
  const fromFile = inOurKeys(value ?? {});
  for (const key of keysOf(fromFile)) compare(reading, key, { ours: given[key], theirs: fromFile[key], document });
  return { ...fromFile, ...given };
}

async function readDocument(reading: ConfigReading, file: string): Promise<PositionedDocument | undefined> {
  const named = { path: configsPath.join('.'), where: reading.document.whereValue(configsPath) };
  const { source, bytes, problem } = await readText({ file, codes: configCodes, maxBytes, named });
  if (!source) {
    reading.problems.push(problem);
    return undefined;
  }
  reading.turnTakingFile = { path: file, text: bytes.toString('utf8') };
  const { root, problems } = parseJson(source, configCodes);
  reading.problems.push(...problems);
  if (!root) return undefined;
  lowerCaseWords(root, 'turn-taking');
  return new PositionedDocument(root);
}

function inOurKeys(file: Partially<TurnTakingFile>): Pick<TurnTakingSection, Shared> {
  const values = {
    num_turns: file.conv_len,
    history_ctx_len: file.history_ctx_len,
    turn_manager_type: file.turn_manager_type,
    respond_probability: file.turn_manager_config?.respond_probability,
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function keysOf(section: Pick<TurnTakingSection, Shared>): Shared[] {
  return Object.keys(section) as Shared[];
}

function compare(
  reading: ConfigReading,
  key: Shared,
  said: { ours: unknown; theirs: unknown; document: PositionedDocument },
): void {
  const { ours, theirs, document } = said;
  if (ours === undefined || ours === theirs) return;
  const other = `${pathInFile[key].join('.')} is ${showValue(theirs)} in ${inWords(document.whereKey(pathInFile[key]))}`;
  const what = `${key} is ${showValue(ours)} here, but ${other} (configs_path).`;
  reading.reportContradiction([...section, key], what, 'Give both the same value, or remove one of them.');
}
