import type { ReportTable } from './report-tables.js';

/** A table in GitHub's Markdown; pipes and line breaks in cells are escaped. */
export function markdownTable({ title, header, rows }: ReportTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escape).join(' | ')} |`;
  return [`**${escape(title)}**`, '', line(header), line(header.map(() => '---')), ...rows.map(line), ''].join('\n');
}

function escape(text: string): string {
  return text.replace(/[\\|*_<>`[\]]/g, '\\$&').replace(/\s+/g, ' ');
}
