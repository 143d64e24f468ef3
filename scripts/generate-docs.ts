/** Writes `docs/config.md` from `schemas/config.schema.json`; with `--check` it only compares and fails on a difference. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

interface Node {
  description: string;
  type?: string | string[];
  enum?: string[];
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  properties?: Record<string, Node>;
  default?: unknown;
  'x-default'?: string;
  'x-kind'?: 'identity' | 'operational';
  'x-values'?: string[];
  'x-form'?: string;
}

const schemaFile = new URL('../schemas/config.schema.json', import.meta.url);
const target = new URL('../docs/config.md', import.meta.url);

const introduction = `# The config

Every key of a config file. This page is generated from [\`schemas/config.schema.json\`](../schemas/config.schema.json), which your editor can use too. A key that is not listed here is an error, never ignored.

- Paths are relative to the config file; \`~/\` is your home directory.
- \`--set a.b.c=value\` on the command line overrides any key; the value is read as YAML.
- **identity**: the key changes what is made, so a change against an existing run is refused. Of an input file or folder it is the content that counts, not the path. **operational**: the key may change at any time.
- A default in italics depends on other keys. A key without a default is needed in its section.
- \`annotation\`, \`discussions\` and \`model_parameters\` are needed only by the commands that use them.`;

const text = await format(
  [introduction, ...describeSections(JSON.parse(await readFile(schemaFile, 'utf8')) as Node)].join('\n\n'),
  {
    ...(await resolveConfig(fileURLToPath(target))),
    parser: 'markdown',
  },
);
const before = await readFile(target, 'utf8').catch(() => '');
if (process.argv.includes('--check')) {
  if (before !== text) {
    console.error('docs/config.md is not what schemas/config.schema.json says: run npm run generate');
    process.exitCode = 1;
  }
} else if (before !== text) {
  await writeFile(target, text);
}

/** One heading and table per section, in the schema's order, outer sections first. */
function describeSections(section: Node, path: readonly string[] = []): string[] {
  const entries = Object.entries(section.properties ?? {});
  const keys = entries.filter(([, node]) => !node.properties);
  const inner = entries.filter(([, node]) => node.properties);
  const table = keys.length > 0 ? [tableOf(keys, path, section['x-kind'])] : [];
  const heading = path.length > 0 ? [`## ${path.join('.')}`, section.description] : [];
  return [...heading, ...table, ...inner.flatMap(([key, node]) => describeSections(node, [...path, key]))];
}

/** The keys of a section that is one key have its kind. */
function tableOf(keys: [string, Node][], path: readonly string[], kind: Node['x-kind']): string {
  const rows = keys.map(([key, node]) => [
    code([...path, key].join('.')),
    typeOf(node),
    defaultOf(node),
    node['x-kind'] ?? kind ?? '',
    node.description,
  ]);
  const lines = [['key', 'type', 'default', 'kind', 'meaning'], ['---', '---', '---', '---', '---'], ...rows];
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}

function typeOf(node: Node): string {
  const words = (node.enum ?? node['x-values'])?.map(code);
  if (node['x-form'] && words) return [...words, node['x-form']].join(', ');
  return words?.join(', ') ?? node['x-form'] ?? [[node.type ?? []].flat().join(' or '), ...rangeOf(node)].join(', ');
}

function rangeOf({ minimum, exclusiveMinimum, maximum }: Node): string[] {
  const low = exclusiveMinimum === undefined ? minimum : `more than ${exclusiveMinimum}`;
  if (low === undefined) return [];
  return [maximum === undefined ? `${low} or more` : `${low} to ${maximum}`];
}

function defaultOf(node: Node): string {
  if (node['x-default'] !== undefined) return `_${node['x-default'].replaceAll('_', '\\_').replaceAll('<', '\\<')}_`;
  return node.default === undefined ? '' : code(JSON.stringify(node.default));
}

function code(value: string): string {
  return `\`${value}\``;
}
