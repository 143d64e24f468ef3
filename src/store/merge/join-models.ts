/** Merge, models/*.json: a model of one name must be the same one in all runs. */
import { basename } from 'node:path';
import type { Problem } from '../../errors.js';
import type { ModelIdentity } from '../../generated/discussion.js';
import { listModels } from '../verify-records.js';
import { nodeFiles as files } from '../disk/node-file-port.js';
import { parseJson, readWhole } from '../disk/read-whole.js';
import type { SourceRun } from './join-runs.js';
import { otherModel } from './merge-problems.js';

export interface JoinedModels {
  /** File name to the path of the first record. */
  records: ReadonlyMap<string, string>;
  problems: readonly Problem[];
}

export async function joinModels(sources: readonly SourceRun[]): Promise<JoinedModels> {
  const found = new Map<string, { file: string; dir: string; model: Partial<ModelIdentity> }>();
  const problems: Problem[] = [];
  for (const { folders, book } of sources)
    for (const file of await listModels({ files, folders, book })) {
      const model = { ...(parseJson(await readWhole(files, file)) as Partial<ModelIdentity> | undefined) };
      const before = found.get(basename(file));
      if (!before) found.set(basename(file), { file, dir: folders.dir, model });
      const field = before && differingField(before.model, model);
      if (before && field) problems.push(otherModel(model.name ?? '', field, [before.dir, folders.dir]));
    }
  return { records: new Map([...found].map(([name, { file }]) => [name, file])), problems };
}

/** What one of them does not say is no difference: a server may not list its model or show its template. */
function differingField(one: Partial<ModelIdentity>, other: Partial<ModelIdentity>): string | undefined {
  if (one.fingerprint !== other.fingerprint) return 'fingerprint';
  const said = [
    ['name at the server', one.served_model, other.served_model],
    ['chat template', one.prompt_format?.template_sha256, other.prompt_format?.template_sha256],
  ] as const;
  return said.find(([, a, b]) => a !== undefined && b !== undefined && a !== b)?.[0];
}
