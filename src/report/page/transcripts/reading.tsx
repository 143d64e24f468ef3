import type { TargetedEvent, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PageDiscussion, ReportOverview } from '../../report-data.js';
import { openTranscript, type OpenTranscript } from '../page-data.js';
import { linkTo } from '../route.js';
import { Discussion, type Opened } from './discussion.js';
import type { Query } from './query.js';

interface ReadingProps {
  overview: ReportOverview;
  discussions: readonly PageDiscussion[];
  open: Opened;
  beside: Opened | undefined;
  query: Query;
}

export function Reading({ overview, discussions, open, beside, query }: ReadingProps): VNode {
  const shown = [open, ...(beside ? [beside] : [])];
  const read = useTranscripts(shown.map(({ discussion }) => discussion));
  const { id } = open.discussion;
  const pairs = pairsOf(open.discussion, discussions, overview);
  const rows = alignedRows(shown);
  useEffect(() => {
    if (open.turn === undefined) document.getElementById('reading')?.focus();
  }, [id, beside?.discussion.id, open.turn]);
  return (
    <section class="reading" id="reading" aria-label="Transcript" tabIndex={-1}>
      <p class="tools">
        <a class="back" href="#/transcripts">
          All discussions
        </a>
        {pairs
          .filter(({ differs }) => differs.length === 1)
          .map(({ other, differs }) => (
            <a key={other.id} class="button" href={linkTo(id, { beside: other.id })}>
              Beside <bdi>{differs[0]}</bdi>
            </a>
          ))}
        <OtherBeside {...{ open, beside, discussions }} pairs={pairs.map(({ other }) => other)} />
        {beside && (
          <a class="button" href={linkTo(id)}>
            Close second
          </a>
        )}
      </p>
      {read && (
        <div class={beside ? `pair ${rows === undefined ? '' : 'aligned'}` : 'single'}>
          {shown.map((one, index) => {
            const opened = read[index];
            return (
              opened && (
                <Discussion
                  key={one.discussion.id}
                  {...one}
                  {...opened}
                  query={query}
                  rows={rows}
                  beside={index === 0 ? beside?.discussion.id : id}
                />
              )
            );
          })}
        </div>
      )}
    </section>
  );
}

/** Any other discussion beside this one; its pairs first. */
function OtherBeside({
  open,
  beside,
  discussions,
  pairs,
}: Pick<ReadingProps, 'open' | 'beside' | 'discussions'> & { pairs: readonly PageDiscussion[] }): VNode {
  const { id } = open.discussion;
  const others = discussions.filter((other) => other.id !== id && !pairs.includes(other));
  const option = (other: PageDiscussion): VNode => (
    <option key={other.id} value={other.id}>
      {other.id}
    </option>
  );
  return (
    <label>
      Beside it
      <select
        value={beside?.discussion.id ?? ''}
        onChange={({ currentTarget }: TargetedEvent<HTMLSelectElement>) => {
          const { value } = currentTarget;
          location.hash = linkTo(id, value === '' ? {} : { beside: value });
        }}
      >
        <option value="">nothing</option>
        {pairs.length > 0 && <optgroup label="The same set-up in other conditions">{pairs.map(option)}</optgroup>}
        {others.length > 0 && <optgroup label="Other discussions">{others.map(option)}</optgroup>}
      </select>
    </label>
  );
}

interface Pair {
  other: PageDiscussion;
  /** The levels in which its condition differs, `moderation: strict`. */
  differs: readonly string[];
}

/** In a paired design: the same replicate in every other condition, the closest conditions first. */
function pairsOf(
  { id, condition, replicate }: PageDiscussion,
  discussions: readonly PageDiscussion[],
  { plan }: ReportOverview,
): Pair[] {
  if (plan?.design !== 'paired' || replicate === null) return [];
  const factors = new Map(plan.conditions.map((planned) => [planned.condition, planned.factors]));
  const own = factors.get(condition) ?? {};
  return discussions
    .filter((other) => other.replicate === replicate && other.condition !== condition && other.id !== id)
    .map((other) => {
      const levels = Object.entries(factors.get(other.condition) ?? {});
      return { other, differs: levels.flatMap(([name, level]) => (own[name] === level ? [] : [`${name}: ${level}`])) };
    })
    .toSorted((one, other) => one.differs.length - other.differs.length);
}

/** Turns of equally long discussions stand in the same rows: in a pair they are the same person's turn. */
function alignedRows([one, other]: readonly Opened[]): number | undefined {
  return one && one.discussion.comments === other?.discussion.comments ? one.discussion.comments : undefined;
}

/** Undefined until all are read; the last ones stay until then. */
function useTranscripts(discussions: readonly PageDiscussion[]): readonly OpenTranscript[] | undefined {
  const [read, setRead] = useState<{ ids: string; opened: readonly OpenTranscript[] }>();
  const ids = JSON.stringify(discussions.map(({ id }) => id));
  useEffect(() => {
    let isStale = false;
    void Promise.all(discussions.map(openTranscript)).then((opened) => {
      if (!isStale) setRead({ ids, opened });
    });
    return () => {
      isStale = true;
    };
  }, [ids]);
  return read?.ids === ids ? read.opened : undefined;
}
