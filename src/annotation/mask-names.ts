interface Spoken {
  name: string;
  text: string;
  role: 'participant' | 'moderator';
}

/**
 * The comments with masked speakers called `user1`, `user2` … in the order in which they first speak. In texts their
 * names are masked where they stand as written, and after an @ in any case: a name may be a word, too.
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

/** The longest name first: one may begin with another. */
function openMask(aliases: ReadonlyMap<string, string>): (text: string) => string {
  const names = [...aliases.keys()].filter((name) => name !== '').sort((one, other) => other.length - one.length);
  if (names.length === 0) return (text) => text;
  const inAnyCase = new Map(names.map((name) => [name.toLowerCase(), aliases.get(name) ?? name]));
  const choice = names.map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|');
  const mention = new RegExp(`@(${choice})(?![\\p{L}\\p{N}_])`, 'giu');
  const word = new RegExp(`(?<![\\p{L}\\p{N}_])(${choice})(?![\\p{L}\\p{N}_])`, 'gu');
  return (text) =>
    text
      .replaceAll(mention, (found, name: string) => `@${inAnyCase.get(name.toLowerCase()) ?? found.slice(1)}`)
      .replaceAll(word, (name) => aliases.get(name) ?? name);
}
