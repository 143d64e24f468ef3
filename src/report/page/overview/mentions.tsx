import type { VNode } from 'preact';
import type { ConditionMentions, ReportOverview } from '../../report-data.js';
import { percent, whole } from '../format-number.js';
import { Network } from '../network.js';
import { DataTable } from './data-table.js';

/** More networks than these are no longer compared by eye. */
const mostNetworks = 12;

export function hasMentions({ mentions }: ReportOverview): boolean {
  return mentions.some(({ links }) => links.length > 0);
}

/** Networks over roles: people differ from discussion to discussion, and have theirs beside each transcript. */
export function Mentions({ overview: { mentions } }: { overview: ReportOverview }): VNode {
  const networks = mentions.filter(({ comments }) => comments.length > 1);
  const rows = mentions.flatMap(rowsOf);
  return (
    <>
      <p>
        Comments that address somebody of the discussion as @name. A comment without a name may still be a reply: nobody
        was asked to say whom they answer. The network of people stands with each transcript.
      </p>
      {networks.length <= mostNetworks && (
        <div class="networks">
          {networks.map((one) => (
            <figure key={one.condition}>
              <RoleNetwork mentions={one} />
              <figcaption>
                <bdi>{one.condition}</bdi>
              </figcaption>
            </figure>
          ))}
        </div>
      )}
      <DataTable
        caption="Comments that address somebody, by role"
        rows={rows}
        groupOf={({ condition }) => condition}
        columns={[
          { title: 'Condition', kind: 'words', cell: ({ condition }) => <bdi>{condition}</bdi> },
          { title: 'From', kind: 'words', cell: ({ from }) => <bdi>{from}</bdi> },
          { title: 'To', kind: 'words', cell: ({ to }) => <bdi>{to}</bdi> },
          { title: 'Comments', kind: 'number', cell: ({ count }) => whole(count) },
          { title: 'Of the role’s comments', kind: 'number', cell: ({ count, all }) => percent(count, all) },
        ]}
      />
    </>
  );
}

function RoleNetwork({ mentions: { condition, comments, links } }: { mentions: ConditionMentions }): VNode {
  const names = [...new Set([...comments.map(({ role }) => role), ...links.map(({ to }) => to)])];
  return (
    <Network
      title={`Who addresses whom in ${condition}, by role; the table below has the numbers`}
      names={names}
      links={links.map(({ from, to, count }) => ({ from: names.indexOf(from), to: names.indexOf(to), count }))}
    />
  );
}

interface Row {
  condition: string;
  from: string;
  to: string;
  count: number;
  all: number;
}

/** The last row of a role counts its comments that address nobody. */
function rowsOf({ condition, comments, links }: ConditionMentions): Row[] {
  return comments.flatMap(({ role, comments: all, mentioning }) => [
    ...links.filter(({ from }) => from === role).map(({ to, count }) => ({ condition, from: role, to, count, all })),
    { condition, from: role, to: 'nobody by name', count: all - mentioning, all },
  ]);
}
