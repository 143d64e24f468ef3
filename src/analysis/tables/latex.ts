import type { ReportTable } from './report-table.js';

/**
 * A table in LaTeX, which needs the packages longtable and booktabs; numbers are set right, special characters are
 * escaped. pdflatex has no letters beyond Latin: names in other scripts need xelatex or lualatex, and a font.
 */
export function latexTable({ name, title, columns, rows }: ReportTable): string {
  const line = (cells: readonly string[]): string => `${cells.map(escape).join(' & ')} \\\\`;
  return [
    '% Needs \\usepackage{longtable,booktabs}',
    `\\begin{longtable}{${columns.map(({ kind }) => (kind === 'words' ? 'l' : 'r')).join('')}}`,
    `\\caption{${escape(title)}}\\label{tab:${name}} \\\\`,
    '\\toprule',
    line(columns.map((column) => column.title)),
    '\\midrule',
    '\\endhead',
    '\\bottomrule',
    '\\endfoot',
    ...rows.map(line),
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
  '|': '\\textbar{}',
  '"': '{\\char34}',
  '→': '$\\to$',
  '−': '$-$',
  '÷': '$\\div$',
  '–': '--',
  '[': '{[}', // after \\, a bracket would be the space to leave
  ']': '{]}',
};

/** Control characters are no text in LaTeX. */
function escape(text: string): string {
  return text
    .replace(/[\\~^<>|"→−÷–[\]{}$%#&_]/g, (sign) => special[sign] ?? `\\${sign}`)
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}/gu, '');
}
