import type { ReportTable } from './report-tables.js';

/** A table in LaTeX, which needs the packages longtable and booktabs and UTF-8; special characters are escaped. */
export function latexTable({ name, title, header, rows }: ReportTable): string {
  const line = (cells: readonly string[]): string => `${cells.map(escape).join(' & ')} \\\\`;
  return [
    `\\begin{longtable}{${header.map(() => 'l').join('')}}`,
    `\\caption{${escape(title)}}\\label{tab:${name}} \\\\`,
    '\\toprule',
    line(header),
    '\\midrule',
    '\\endhead',
    ...rows.map(line),
    '\\bottomrule',
    '\\end{longtable}',
    '',
  ].join('\n');
}

const special: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '→': '$\\to$',
  '−': '$-$',
  '–': '--',
  '[': '{[}', // after \\, a bracket would be the space to leave
  ']': '{]}',
};

function escape(text: string): string {
  return text.replace(/[\\~^<>→−–[\]{}$%#&_]/g, (sign) => special[sign] ?? `\\${sign}`).replace(/\s+/g, ' ');
}
