/** Weights on Hugging Face or a mirror of it: one quantization of a repository of GGUF files, or one file of it. */
export interface HubUri {
  /** As it was written. */
  text: string;
  /** `org/name`. */
  repo: string;
  /** `Q4_K_M`, in whatever case; absent if `file` names the file, or if nothing does. */
  quant?: string;
  /** The path of a file in the repository. */
  file?: string;
  /** A branch, a tag or a commit. */
  revision: string;
}

const usualRevision = 'main';
const form = /^hf:(?:\/\/)?([\w.-]+\/[\w.-]+)(?::([\w.-]+)|\/([^#?]+\.gguf))?(?:#([\w./-]+))?$/i;

/** Says what is expected where `parseHubUri` finds nothing. */
export const hubUriForm = 'hf:org/name:Q4_K_M, or hf:org/name/file.gguf, with #revision if it is not main';

export function isHubUri(text: string): boolean {
  return /^hf:/i.test(text);
}

/** Undefined if it is none, or one that names no place on the hub. */
export function parseHubUri(text: string): HubUri | undefined {
  const [, repo, quant, file, revision = usualRevision] = form.exec(text) ?? [];
  if (repo === undefined || /(^|\/)[.-]|--/.test(repo) || !isPlainPath(revision)) return undefined;
  if (file !== undefined && !isPlainPath(file)) return undefined;
  return { text, repo, revision, ...(quant !== undefined && { quant }), ...(file !== undefined && { file }) };
}

/** The same weights in as few words as possible. */
export function hubUriOf({ repo, file, revision }: Pick<HubUri, 'repo' | 'revision'> & { file: string }): string {
  const [, quant] = /[-._]((?:UD-)?(?:I?Q\d\w*|BF16|F16|F32|MXFP4\w*))$/i.exec(stemOf(file)) ?? [];
  const part = quant === undefined ? `/${file}` : `:${quant.toUpperCase()}`;
  return `hf:${repo}${part}${revision === usualRevision ? '' : `#${revision}`}`;
}

/** What a model is called without a pseudonym; the same whether or not it has been downloaded. */
export function nameOfHubModel({ repo, quant, file }: HubUri): string {
  if (file !== undefined) return stemOf(file);
  const name = repo.slice(repo.indexOf('/') + 1).replace(/-GGUF$/i, '');
  return quant === undefined ? name : `${name}-${quant.toUpperCase()}`;
}

/** `model-Q8_0` for `folder/model-Q8_0-00001-of-00002.gguf`. */
export function stemOf(file: string): string {
  return file.replace(/^.*\//, '').replace(/(-\d{5}-of-\d{5})?\.gguf$/i, '');
}

/** Stays in the folder that it is relative to. */
export function isPlainPath(path: string): boolean {
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
