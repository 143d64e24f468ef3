/**
 * models/<hash of the name>.json records the identity of a model at its first use, so that weights replaced under the
 * same name are detected. Published once; the engine's version may change and is recorded by every attempt.
 * An existing file may come from a process that was killed before the name was durable, so the folder is synced before
 * we rely on it.
 */
import { join } from 'node:path';
import { hasRightSum, sealRecord } from '../../document-sum.js';
import { fail } from '../../errors.js';
import type { ModelIdentity, PromptFormat } from '../../generated/discussion.js';
import { sha256 } from '../../sha256.js';
import { unless } from '../disk/errno.js';
import type { Publishing } from '../disk/publish-by-claim.js';
import { publishOnce } from '../disk/publish-once.js';
import { parseJson, readWhole } from '../disk/read-whole.js';

export async function recordModel(ports: Publishing, dir: string, model: ModelIdentity): Promise<void> {
  const file = modelFile(dir, model.name);
  const known = await unless(['ENOENT'], readWhole(ports.files, file));
  if (known) {
    compare(parseModel(known, file), model, file);
    await ports.files.syncDir(dir);
    return;
  }
  const published = await publishOnce(ports, file, [sealRecord(model)]);
  if (published === 'taken') compare(parseModel(await readWhole(ports.files, file), file), model, file);
}

export function modelFile(dir: string, name: string): string {
  return join(dir, `${sha256(name).slice(0, 16)}.json`);
}

/** Records of early versions have no sum. */
function parseModel(bytes: Buffer, file: string): Partial<ModelIdentity> {
  const known = parseJson(bytes);
  const isObject = typeof known === 'object' && known !== null;
  if (isObject && (hasRightSum(bytes) || !('sum' in known))) return known;
  throw fail({
    code: 'SYNDISCO_RUN_DAMAGED',
    what: 'The record of a model is damaged, so it cannot be known whether the weights are still the same',
    todo: "Restore the file from a backup; the documents name their model's fingerprint, too.",
    where: { file },
  });
}

function compare(before: Partial<ModelIdentity>, model: ModelIdentity, file: string): void {
  if (before.fingerprint !== model.fingerprint) {
    const todo = 'Restore the old weights, or give the new ones another model_pseudoname and another run_dir.';
    throw changed(model, { file, todo, what: difference('the fingerprint', before.fingerprint, model.fingerprint) });
  }
  compareTemplates(before.prompt_format, model, file);
  // A server that lists no model says nothing about which one it has.
  const isSaid = before.served_model !== undefined && model.served_model !== undefined;
  if (!isSaid || before.served_model === model.served_model) return;
  const todo = 'Let the servers serve the old model, or give the new one another model_pseudoname and another run_dir.';
  throw changed(model, { file, todo, what: difference("the servers' name", before.served_model, model.served_model) });
}

/** Of the model's own template: one that the config names is part of the plan, and so are the variables. */
function compareTemplates(before: PromptFormat | undefined, model: ModelIdentity, file: string): void {
  const now = model.prompt_format;
  if (!before || !now || [before, now].some(({ chat_template: from = 'model' }) => from !== 'model')) return;
  const hasSameVariables = JSON.stringify(before.variables) === JSON.stringify(now.variables);
  const hashes = [
    [before.template_sha256, now.template_sha256],
    ...(hasSameVariables ? [[before.trial_sha256, now.trial_sha256]] : []),
  ];
  const [known, found] = hashes.find(([one, other]) => one && other && one !== other) ?? [];
  if (known === undefined) return;
  const todo =
    'Restore the old chat template, or give the model with the new one another model_pseudoname and another run_dir.';
  throw changed(model, { file, todo, what: difference('a chat template with the hash', known, found) });
}

function difference(what: string, before: unknown, now: unknown): string {
  return `had ${what} ${JSON.stringify(before)} in this run, and has ${JSON.stringify(now)} now`;
}

function changed(model: ModelIdentity, { what, todo, file }: { what: string; todo: string; file: string }): Error {
  return fail({
    code: 'SYNDISCO_MODEL_CHANGED',
    what: `The model ${JSON.stringify(model.name)} ${what}`,
    todo,
    path: 'model_parameters.general.model_path',
    where: { file },
  });
}
