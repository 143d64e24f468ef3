import type { VNode } from 'preact';
import type { Transcript } from '../../report-data.js';
import { counted } from '../format-number.js';
import { Network, type NetworkLink } from '../network.js';
import { visible } from './visible.js';

/** Who addresses whom in one discussion, as a drawing and, for everybody, as a list. */
export function DiscussionNetwork({ transcript }: { transcript: Transcript }): VNode | null {
  const links = linksIn(transcript);
  if (links.length === 0) return null;
  const names = transcript.actors.map(({ name }) => name);
  return (
    <details class="addressed">
      <summary>Who addresses whom</summary>
      <div class="networks">
        <Network title="Who addresses whom; the list beside it has the numbers" names={names} links={links} />
        <ul>
          {links.map(({ from, to, count }) => (
            <li key={`${from} ${to}`}>
              <bdi>{visible(names[from] ?? '')}</bdi> → <bdi>{visible(names[to] ?? '')}</bdi>:{' '}
              {counted(count, 'comment')}
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}

/** The most frequent first. */
function linksIn({ comments }: Transcript): NetworkLink[] {
  const links = new Map<string, NetworkLink>();
  for (const { actor: from, to = [] } of comments) {
    for (const other of to) {
      const key = `${from} ${other}`;
      links.set(key, { from, to: other, count: (links.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...links.values()].toSorted((one, other) => other.count - one.count);
}
