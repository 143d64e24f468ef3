import { describeBytes } from '../../experiment/doctor/finding.js';
import type { CachedModel } from '../../models/hub-cache.js';
import type { HubUri } from '../../models/hub-uri.js';
import { hubModelsOf } from '../../experiment/models/hub-models-of.js';
import { pullModel, type PulledModel } from '../../experiment/models/pull-model.js';
import { printable } from '../../log/printable.js';
import type { ModelsOptions } from './models-options.js';
import { openDownloadDisplay } from '../progress/show-download.js';
import { namedModels } from './named-models.js';

/** `models pull`: the models that are named or, without any, those that the config names. */
export async function pullModels(models: readonly string[], options: ModelsOptions): Promise<void> {
  const uris = models.length > 0 ? namedModels(models) : await hubModelsOf(options);
  const pulled: PulledModel[] = [];
  for (const uri of uris) {
    const one = await pullShown(uri, options);
    pulled.push(one);
    if (!options.json) process.stdout.write(`${printable(describePulled(one))}\n`);
  }
  if (options.json) process.stdout.write(`${JSON.stringify({ models: pulled.map(asJson) })}\n`);
  else if (uris.length === 0) process.stdout.write(`All models that ${options.config} names by hf: are here.\n`);
}

async function pullShown(uri: HubUri, { json = false }: ModelsOptions): Promise<PulledModel> {
  const display = await openDownloadDisplay(json);
  try {
    return await pullModel(uri, (progress) => {
      display.tell(progress);
    });
  } finally {
    display.end();
  }
}

function describePulled({ model, wasHere }: PulledModel): string {
  const { uri, files } = model;
  if (wasHere) return `${uri} is here: ${files[0].path}`;
  return `${uri}: ${describeBytes(sumOf(model))}, its SHA-256 is the hub's: ${files[0].path}`;
}

function asJson({ model, wasHere }: PulledModel): object {
  const { uri, commit, files } = model;
  return { uri, commit, bytes: sumOf(model), path: files[0].path, was_here: wasHere };
}

function sumOf({ files }: CachedModel): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
