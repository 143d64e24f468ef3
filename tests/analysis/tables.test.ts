import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { latexTable } from '../../src/analysis/tables/latex.js';
import { markdownTable } from '../../src/analysis/tables/markdown.js';
import type { ReportTable } from '../../src/analysis/tables/report-table.js';

const hasLatex = spawnSync('pdflatex', ['--version']).status === 0;
if (!hasLatex) process.stderr.write('skipped: no pdflatex on this machine (apt-get install texlive-latex-base)\n');

const table: ReportTable = {
  name: 'contrasts-declared',
  title: 'Contrasts of 50 % & more: a_b → c',
  columns: [
    { title: 'contrast', kind: 'words' },
    { title: 'difference', kind: 'number' },
    { title: "Cliff's delta", kind: 'number' },
  ],
  rows: [
    ['[strict_rules & 5 % {of} $all #1', '−0.012', '[−0.5, 0.1]'],
    ['~^\\back|pipe" <b>é ü ñ ß Ł</b>', '12.5', '–'],
    ['line\nbreak \u0007 and *stars* `code`', '0', '< 0.001'],
  ],
};

describe('tables for papers', () => {
  test('when a table is written in Markdown, then numbers are set right and nothing in a cell is markup', () => {
    const lines = markdownTable(table).split('\n');

    expect(lines[3]).toBe('| --- | ---: | ---: |');
    expect(lines[5]).toContain('\\|pipe');
    expect(lines[5]).toContain('\\<b\\>');
    expect(lines).toHaveLength(8);
  });

  test('when it is written in LaTeX, then numbers are set right and every special character is escaped', () => {
    const text = latexTable(table);

    expect(text).toContain('\\begin{longtable}{lrr}');
    expect(text).toContain('{[}strict\\_rules \\& 5 \\% \\{of\\} \\$all \\#1 & $-$0.012');
  });

  test.skipIf(!hasLatex)('when pdflatex reads it, then it compiles without a complaint, with all rows', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'syndisco-latex-'));
    try {
      const packages = '\\usepackage{longtable,booktabs}';
      const document = `\\documentclass{article}${packages}\\begin{document}\n${latexTable(table)}\\end{document}\n`;
      await writeFile(join(dir, 'table.tex'), document);
      const args = ['-halt-on-error', '-interaction=nonstopmode', 'table.tex'];
      const { status, stdout } = spawnSync('pdflatex', args, { cwd: dir, encoding: 'utf8' });

      expect(status, stdout).toBe(0);
      expect(await readFile(join(dir, 'table.log'), 'utf8')).not.toMatch(/^!|Missing character|Overfull/m);
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});
