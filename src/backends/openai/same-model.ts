/**
 * Whether two names may be those of one model: servers answer as `gpt-4o-2024-08-06` when they are asked for `gpt-4o`,
 * as `llama.gguf` for `/models/llama.gguf`, and as `llama3:latest` for `llama3`.
 */
export function isSameModel(one: string, other: string): boolean {
  const [short = '', long = ''] = [plain(one), plain(other)].sort((a, b) => a.length - b.length);
  return long.endsWith(`/${short}`) || (long.startsWith(short) && dated.test(long.slice(short.length)));
}

/** What is behind the name of a model: nothing, or the date or number of its release. */
const dated = /^(-\d{4,8}|-\d{4}-\d{2}-\d{2})?$/;

function plain(name: string): string {
  return name.toLowerCase().replace(/:latest$/, '');
}
