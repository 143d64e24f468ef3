import type { TargetedKeyboardEvent, VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageDiscussion } from '../../report-data.js';
import { counted, whole } from '../format-number.js';
import { linkTo } from '../route.js';
import { flagWords } from './flag-words.js';
import { asksForComments, type Query } from './query.js';
import type { Matches } from './use-matches.js';

interface ResultsProps {
  matches: Matches;
  query: Query;
  open: PageDiscussion | undefined;
}

/** A longer list is slow to show and nobody reads it to the end. */
const step = 200;

export function Results({ matches: { found, isDone }, query, open }: ResultsProps): VNode {
  const [limit, setLimit] = useState(step);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  const asked = asksForComments(query);
  const comments = found.reduce((sum, { turns }) => sum + turns.length, 0);
  const says = `${counted(found.length, 'discussion')}${asked ? `, ${counted(comments, 'matching comment')}` : ''}`;
  return (
    <nav class="results" aria-label="Discussions">
      <p role="status" class="count">
        {isDone ? says : 'Searching …'}
      </p>
      <ul ref={list} onKeyDown={moveInList}>
        {found.slice(0, limit).map(({ discussion, turns }) => (
          <li key={discussion.id}>
            <a
              href={linkTo(discussion.id, asked ? { turn: turns[0] ?? 0 } : {})}
              {...(discussion === open && { 'aria-current': 'true' })}
            >
              <bdi class="id">{discussion.id}</bdi>
              {namesOf(discussion).map((name) => (
                <bdi key={name} class="name">
                  {name}
                </bdi>
              ))}
              <span class="detail">
                {asked ? counted(turns.length, 'match', 'matches') : counted(discussion.comments, 'comment')}
                {flagsOf(discussion)}
              </span>
            </a>
          </li>
        ))}
      </ul>
      {found.length > limit && (
        <button
          type="button"
          onClick={() => {
            setLimit(limit + step);
          }}
        >
          {`Show ${whole(Math.min(step, found.length - limit))} more of ${whole(found.length - limit)}`}
        </button>
      )}
    </nav>
  );
}

/** What the id does not say already. */
function namesOf({ id, condition, topic }: PageDiscussion): string[] {
  return [...(id.startsWith(condition) ? [] : [condition]), ...(topic === null ? [] : [topic])];
}

/** ` · 2 silent · 1 truncated` */
function flagsOf({ flags }: PageDiscussion): string {
  return (['silent', 'missing', 'truncated', 'repaired'] as const)
    .flatMap((flag) => (flags[flag] ? [` · ${flags[flag]} ${flagWords[flag].chip}`] : []))
    .join('');
}

/** The arrow keys move from link to link, so that a long list need not be tabbed through. */
function moveInList(event: TargetedKeyboardEvent<HTMLUListElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  const links = [...event.currentTarget.querySelectorAll('a')];
  const at = links.findIndex((link) => link === document.activeElement);
  const next = links[at + by];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}
