interface Spoken {
  name: string;
  text: string;
  role: 'participant' | 'moderator';
}

/**
 * The comments with masked speakers called `user1`, `user2` … in the order in which they first speak. In texts their
 * names are masked as written, capitalised and in capitals, and after an @ in any case: a name may be a word, too.
 */
export function maskNames<Comment extends Spoken>(comments: readonly Comment[], whose: 'moderator' | 'all'): Comment[] {
  const masked = comments.filter(({ role }) => whose === 'all' || role === 'moderator').map(({ name }) => name);
  const kept = comments.map(({ name }) => name).filter((name) => !masked.includes(name));
  const aliases = aliasesOf([...new Set(masked)], new Set(kept));
  const mask = openMask(aliases);
  return comments.map((comment) => ({
    ...comment,
    name: aliases.get(comment.name) ?? comment.name,
    text: mask(comment.text),
  }));
}

function aliasesOf(names: readonly string[], taken: ReadonlySet<string>): Map<string, string> {
  let number = 0;
  return new Map(
    names.map((name) => {
      do number += 1;
      while (taken.has(`user${number}`));
      return [name, `user${number}`];
    }),
  );
}

/** The longest name first: one may begin with another. An underscore may be markup: `_anna_`. */
function openMask(aliases: ReadonlyMap<string, string>): (text: string) => string {
  const names = [...aliases.keys()].filter((name) => name !== '');
  if (names.length === 0) return (text) => text;
  const written = spellings(names);
  const inAnyCase = new Map(names.map((name) => [name.toLowerCase(), name]));
  const mention = new RegExp(`@(${choiceOf(names)})${wordEnd}`, 'giu');
  const word = new RegExp(`${wordStart}(${choiceOf(written.keys())})${wordEnd}`, 'gu');
  const aliasOf = (name: string): string => aliases.get(written.get(name) ?? name) ?? name;
  return (text) =>
    text
      .replaceAll(
        mention,
        (_, name: string) => `@${aliasOf(written.has(name) ? name : (inAnyCase.get(name.toLowerCase()) ?? name))}`,
      )
      .replaceAll(word, (name) => aliasOf(name));
}

const wordStart = '(?<![\\p{L}\\p{N}]_*)';
const wordEnd = '(?!_*[\\p{L}\\p{N}])';

/** Names as written, capitalised and in capitals, as comments call `anna`. Not in small letters: Will is called, will is not. */
function spellings(names: readonly string[]): Map<string, string> {
  const others = names.flatMap((name) => [capitalised(name), name.toUpperCase()].map((form) => [form, name] as const));
  return new Map([...others, ...names.map((name) => [name, name] as const)]);
}

function capitalised(name: string): string {
  const [first = ''] = name;
  return first.toUpperCase() + name.slice(first.length);
}

function choiceOf(names: Iterable<string>): string {
  return [...names]
    .sort((one, other) => other.length - one.length)
    .map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('|');
}
