import type { ReportTable } from './report-table.js';

/** A table in GitHub's Markdown; numbers are set right, pipes and line breaks in cells are escaped. */
export function markdownTable({ title, columns, rows }: ReportTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escape).join(' | ')} |`;
  const rule = `| ${columns.map(({ kind }) => (kind === 'words' ? '---' : '---:')).join(' | ')} |`;
  const header = line(columns.map((column) => column.title));
  return [`**${escape(title)}**`, '', header, rule, ...rows.map(line), ''].join('\n');
}

function escape(text: string): string {
  return text.replace(/[\\|*_<>`[\]]/g, '\\$&').replace(/\s+/g, ' ');
}
