import { stemOf, type HubUri } from './hub-uri.js';

export type WeightsChoice =
  /** In the order of the parts; more than one if the weights are split. */
  | { files: readonly [string, ...string[]]; problem?: never }
  | { files?: never; problem: { what: string; todo: string } };

const mostListed = 12;

/** The files of a repository, or of what is here of it, that a URI names. */
export function chooseWeights(paths: readonly string[], uri: HubUri): WeightsChoice {
  const models = groupParts(paths);
  const found = models.filter((model) => isNamed(model, uri));
  const [model, other] = found;
  if (model && !other) return checkParts(model, uri);
  return { problem: describeChoice({ uri, models, found }) };
}

/** The parts of one model, by the path that all have in common. */
interface Parts {
  stem: string;
  files: string[];
}

function groupParts(paths: readonly string[]): Parts[] {
  const groups = new Map<string, Parts>();
  for (const path of paths.filter(isWeights).toSorted()) {
    const key = path.replace(/-\d{5}-of-\d{5}\.gguf$/i, '');
    const group = groups.get(key) ?? { stem: stemOf(path), files: [] };
    group.files.push(path);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Not the part of a model that sees images, and not the data that a quantization was made with. */
function isWeights(path: string): boolean {
  return /\.gguf$/i.test(path) && !/(^|\/|[-._])(mmproj|imatrix)/i.test(path);
}

function isNamed({ stem, files }: Parts, { quant, file }: HubUri): boolean {
  if (file !== undefined) return files.includes(file);
  if (quant === undefined) return false;
  const [name, wanted] = [stem.toLowerCase(), quant.toLowerCase()];
  return name === wanted || ['-', '.', '_'].some((mark) => name.endsWith(`${mark}${wanted}`));
}

function checkParts({ files }: Parts, uri: HubUri): WeightsChoice {
  const [first = '', ...others] = files;
  const [, count] = /-\d{5}-of-(\d{5})\.gguf$/i.exec(first) ?? [];
  if (count === undefined || files.length === Number(count)) return { files: [first, ...others] };
  const what = `${uri.text} is split into ${Number(count)} files, of which ${files.length} are there.`;
  return { problem: { what, todo: 'Choose another quantization, or another repository.' } };
}

interface Unclear {
  uri: HubUri;
  models: readonly Parts[];
  found: readonly Parts[];
}

function describeChoice({ uri, models, found }: Unclear): { what: string; todo: string } {
  const { repo, quant, file } = uri;
  if (models.length === 0) {
    const what = `${repo} has no GGUF files.`;
    return { what, todo: 'Look for a repository of the same model whose name ends in -GGUF.' };
  }
  const listed = (found.length > 0 ? found : models).map(({ files }) => `hf:${repo}/${files[0] ?? ''}`);
  const shown = listed.slice(0, mostListed).join(', ');
  const more = listed.length > mostListed ? ` and ${listed.length - mostListed} more` : '';
  const todo = `Name one of its files: ${shown}${more}; or the end of its name, as in hf:${repo}:Q4_K_M.`;
  if (found.length > 1) return { what: `${found.length} models of ${repo} end in ${quant ?? ''}.`, todo };
  const wanted = file ?? quant;
  return { what: wanted === undefined ? `${uri.text} names no weights.` : `${repo} has no ${wanted}.`, todo };
}
