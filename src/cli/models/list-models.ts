import { describeBytes } from '../../experiment/doctor/finding.js';
import { listModels as findModels, type ListedModels } from '../../experiment/models/list-models.js';
import { printable } from '../../log/printable.js';
import { formatTable } from '../format-table.js';
import type { ModelsOptions } from './models-options.js';

/** `models list`: what is here, and what is worth starting with. */
export async function listModels(_models: readonly string[], { json, context }: ModelsOptions): Promise<void> {
  const listed = await findModels(context);
  const text = json ? JSON.stringify(asJson(listed, context)) : describeModels(listed, context).join('\n');
  process.stdout.write(`${json ? text : text.split('\n').map(printable).join('\n')}\n`);
}

function describeModels({ cache, models, unfinished, catalogue }: ListedModels, context: number): string[] {
  const here = models.map(({ uri, files, commit }) => [uri, describeBytes(sumOf(files)), commit.slice(0, 8)]);
  const known = catalogue.map(({ uri, licence, bytes, slotBytes, isHere }) => [
    uri,
    licence,
    describeBytes(bytes),
    describeBytes(slotBytes),
    isHere ? 'yes' : '',
  ]);
  return [
    `On this machine, in ${cache}:`,
    ...(here.length > 0 ? formatTable(['model', 'size', 'commit'], here) : ['  none yet']),
    ...unfinished.map(({ repo, bytes }) => `${repo}: ${describeBytes(bytes)} of a download that is not finished`),
    '',
    'To start with (others work as well):',
    ...formatTable(['model', 'licence', 'weights', 'slot', 'here'], known),
    '',
    `A GPU needs room for the weights, and for a slot of ${context} tokens (kv_cache_type f16) per parallel reply.`,
  ];
}

function sumOf(files: readonly { bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function asJson({ cache, models, unfinished, catalogue }: ListedModels, context: number): object {
  return {
    cache,
    models: models.map(({ uri, commit, files }) => ({ uri, commit, bytes: sumOf(files), path: files[0].path })),
    unfinished,
    context_tokens: context,
    catalogue: catalogue.map(({ uri, licence, bytes, slotBytes, isHere }) => ({
      uri,
      licence,
      bytes,
      slot_bytes: slotBytes,
      is_here: isHere,
    })),
  };
}
