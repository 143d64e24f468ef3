import type { ComponentChildren, VNode } from 'preact';

interface Column<Row> {
  title: string;
  /** Texts are set left, numbers right. */
  kind: 'words' | 'number';
  cell: (row: Row) => ComponentChildren;
}

interface DataTableProps<Row> {
  caption: string;
  /** The first column names the row. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** Neighbouring rows of the same group share their name. */
  groupOf?: (row: Row) => string;
}

/** More rows are folded, so that the page can still be skimmed. */
const mostRows = 40;

/** A table that scrolls inside itself where the screen is narrow. */
export function DataTable<Row>(props: DataTableProps<Row>): VNode {
  if (props.rows.length <= mostRows) return <Table {...props} />;
  return (
    <details class="folded">
      <summary>{`${props.caption} (${props.rows.length} rows)`}</summary>
      <Table {...props} />
    </details>
  );
}

function Table<Row>({ caption, columns, rows, groupOf }: DataTableProps<Row>): VNode {
  const groups = groupOf ? rows.map(groupOf) : rows.map((_, index) => index);
  return (
    <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, kind }, column) => (
              <th key={title} scope="col" class={column === 0 ? `${kind} first` : kind}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {columns.map(({ title, kind, cell }, column) =>
                column > 0 ? (
                  <td key={title} class={kind}>
                    {cell(row)}
                  </td>
                ) : (
                  groups[index] !== groups[index - 1] && (
                    <th
                      key={title}
                      scope={groupOf ? 'rowgroup' : 'row'}
                      class={`${kind} first`}
                      rowSpan={sameFrom(groups, index)}
                    >
                      {cell(row)}
                    </th>
                  )
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function sameFrom(groups: readonly (string | number)[], first: number): number {
  const end = groups.findIndex((group, index) => index > first && group !== groups[first]);
  return (end < 0 ? groups.length : end) - first;
}
