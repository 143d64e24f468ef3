import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** The files of the weights at `path`, in their order: all parts, if it is one of several (`…-00001-of-00003.gguf`). */
export async function weightFiles(path: string): Promise<string[]> {
  const [, stem, count] = /^(.*)-\d{5}-of-(\d{5})\.gguf$/i.exec(basename(path)) ?? [];
  if (stem === undefined) return [path];
  const isPart = (name: string): boolean =>
    name.startsWith(`${stem}-`) && new RegExp(`^-\\d{5}-of-${count}\\.gguf$`, 'i').test(name.slice(stem.length));
  const names = await readdir(dirname(path));
  return names
    .filter(isPart)
    .sort()
    .map((name) => join(dirname(path), name));
}
