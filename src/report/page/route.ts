import { useEffect, useState } from 'preact/hooks';

/**
 * What the part after # asks for: `/flow` a section of the overview, `/transcripts` the list of discussions, `ID` a
 * discussion, `ID/3` a comment by its `comment_id` in the data set; `&ID` puts another discussion beside it.
 */
export type Route =
  { view: 'overview'; section: string } | { view: 'transcripts'; id?: string; turn?: number; beside?: string };

/** The current route; follows the address. */
export function useRoute(ids: ReadonlySet<string>): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => {
      setHash(location.hash);
    };
    addEventListener('hashchange', follow);
    return () => {
      removeEventListener('hashchange', follow);
    };
  }, []);
  return parseRoute(hash, ids);
}

function parseRoute(hash: string, ids: ReadonlySet<string>): Route {
  const [first = '', second] = hash.replace(/^#/, '').split('&').map(decoded);
  const beside = second !== undefined && ids.has(second) ? { beside: second } : {};
  if (ids.has(first)) return { view: 'transcripts', id: first, ...beside };
  const slash = first.lastIndexOf('/');
  const [id, turn] = [first.slice(0, slash), Number(first.slice(slash + 1))];
  if (ids.has(id) && Number.isInteger(turn)) return { view: 'transcripts', id, turn, ...beside };
  return first === '/transcripts' ? { view: 'transcripts' } : { view: 'overview', section: first.slice(1) };
}

/** The address of a discussion or, with a turn, of a comment. */
export function linkTo(id: string, { turn, beside }: { turn?: number; beside?: string | undefined } = {}): string {
  const comment = turn === undefined ? '' : `/${turn}`;
  return `#${encodeURIComponent(id)}${comment}${beside === undefined ? '' : `&${encodeURIComponent(beside)}`}`;
}

/** An address that somebody typed may be no valid encoding. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
