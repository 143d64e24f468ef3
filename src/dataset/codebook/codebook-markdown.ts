import type { Codebook, TableDescription } from './codebook.js';

/** The codebook for people. */
export function codebookMarkdown(codebook: Codebook): string {
  const { experiment, version, discussions, annotations, notes, tables } = codebook;
  return [
    `# Codebook of ${plain(experiment)}`,
    `${discussions} discussions and ${annotations} annotations, exported by syndisco ${version}. Counts and levels are those of this export.`,
    ...notes.map((note) => `- ${plain(note)}`),
    ...tables.map(describeTable),
    '',
  ].join('\n\n');
}

function describeTable({ name, meaning, files, rows, key, references, columns }: TableDescription): string {
  const keys = [
    ...(key.length > 0 ? [`Key: ${codes(key)}.`] : []),
    ...references.map((one) => `${codes(one.columns)} → \`${one.table}\` (${codes(one.key)}).`),
  ];
  const head = ['column', 'type', 'holds', 'values', 'empty cells'];
  const lines = [head, head.map(() => '---'), ...columns.map(describeColumn)];
  return [
    `## ${name}`,
    `${meaning} ${rows} rows in ${codes(files)}.`,
    ...(keys.length > 0 ? [keys.join(' ')] : []),
    lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
  ].join('\n\n');
}

function describeColumn(column: TableDescription['columns'][number]): string[] {
  const { name, type, meaning = '', unit, empty, empty_cells: emptyCells } = column;
  const why = empty === undefined ? '' : `: ${plain(empty)}`;
  return [
    `\`${cell(name)}\``,
    unit === undefined ? type : `${type} (${unit})`,
    cell(meaning),
    valuesOf(column),
    emptyCells === 0 ? '0' : `${emptyCells}${why}`,
  ];
}

function valuesOf({ levels, minimum, maximum, present }: TableDescription['columns'][number]): string {
  if (levels) return [...levels].map(([level, count]) => `${plain(level)} (${count})`).join(', ');
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum} (${present})`;
  return String(present);
}

function codes(names: readonly string[]): string {
  return names.map((name) => `\`${cell(name)}\``).join(', ');
}

/** Names and levels come from files and models: they must not become Markdown or HTML. */
function plain(text: string): string {
  return cell(text).replaceAll(/[\\`*_{}[\]<>#!&]/g, (sign) => `\\${sign}`);
}

function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
}
