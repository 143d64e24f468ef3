import type { PopulationConfig, AllowedValues } from '../../config/population-config.js';
import { openStream } from '../../random-stream.js';
import { showValue } from '../../source/show-value.js';
import { suggest } from '../../source/suggest.js';
import type { Mapping, PositionedNode } from '../../source/positioned-node.js';
import type { InputReading } from '../input-reading.js';
import { drawPool, type Candidate, type Shortage } from './draw-pool.js';

/** A row of the file: its values by column. */
export type Row = Omit<PositionedNode, 'value'> & { value: Mapping };

const mostShortages = 10;

/** The rows of a file that are the pool, with the traits that the config names; reports what cannot be met. */
export function choosePool(reading: InputReading, rows: readonly Row[], population: PopulationConfig): Row[] {
  if (!hasColumns(reading, rows, population)) return [];
  const allowed = rows.filter((row) =>
    Array.from(population.where).every(([column, those]) => isOne(row, column, those)),
  );
  if (allowed.length === 0) {
    const what = `None of the ${rows.length} personas is what discussions.population.where asks for.`;
    report(reading, 'where', what, 'Compare the values with those in the file.');
    return [];
  }
  return draw(reading, allowed, population).map((row) => withTraits(row, population));
}

/** A column with a wrong name would select nothing, or leave a trait out. */
function hasColumns(reading: InputReading, rows: readonly Row[], population: PopulationConfig): boolean {
  const { columns = new Map<string, string>(), where, weight, quota } = population;
  const known = new Set(rows.flatMap(({ value }) => [...value.keys()]));
  const named: [key: string, column: string][] = [
    ...Array.from(columns, ([trait, column]): [string, string] => [`columns.${trait}`, column]),
    ...Array.from(where.keys(), (column): [string, string] => [`where.${column}`, column]),
    ...(weight === undefined ? [] : [['weight', weight] as [string, string]]),
    ...Array.from(quota.keys(), (column): [string, string] => [`quota.${column}`, column]),
  ];
  const wrong = named.filter(([, column]) => !known.has(column));
  for (const [key, column] of wrong) {
    const near = suggest(column, [...known]);
    const what = `The personas have no column ${showValue(column)}${near === undefined ? '' : `; did you mean ${showValue(near)}?`}`;
    report(
      reading,
      key,
      near === undefined ? `${what}.` : what,
      `The columns are ${[...known].slice(0, 40).join(', ')}.`,
    );
  }
  return wrong.length === 0;
}

function isOne(row: Row, column: string, allowed: AllowedValues): boolean {
  const text = textOf(row, column);
  if ('values' in allowed) return allowed.values.some((value) => comparable(value) === comparable(text));
  const number = text.trim() === '' ? NaN : Number(text);
  return number >= allowed.from && number <= allowed.to;
}

function draw(reading: InputReading, rows: readonly Row[], { size, weight, quota }: PopulationConfig): readonly Row[] {
  if (size === undefined) return rows;
  const columns = [...quota.keys()];
  const candidates = rows.map((row): Candidate => ({
    weight: weight === undefined ? 1 : weightOf(reading, row, weight),
    values: columns.map((column) => comparable(textOf(row, column))),
  }));
  if (reading.problems.length > 0) return [];
  const { drawn, shortages } = drawPool(
    candidates,
    { size, quota: [...quota.values()].map(comparableShares) },
    openStream([reading.config.seed, 'population']),
  );
  for (const shortage of shortages.slice(0, mostShortages)) reportShortage(reading, shortage, columns);
  return drawn.flatMap((index) => rows[index] ?? []);
}

function weightOf(reading: InputReading, row: Row, column: string): number {
  const text = textOf(row, column);
  const weight = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(weight) && weight >= 0) return weight;
  if (reading.problems.length >= mostShortages) return 0;
  const what = `The weight ${showValue(text)} is no number from 0.`;
  const { source, offset } = row.place;
  reading.report(
    'SYNDISCO_PERSONA_WRONG_TYPE',
    { named: { where: source.whereAt(offset) } },
    { what, todo: `Correct the column ${showValue(column)}, or leave the row out with where.` },
  );
  return 0;
}

function reportShortage(reading: InputReading, { values, wanted, found }: Shortage, columns: readonly string[]): void {
  const cell = values.map((value, index) => `${columns[index] ?? ''} ${value}`).join(', ');
  const who = cell === '' ? '' : ` with ${cell}`;
  const what = `${wanted} personas${who} are to be drawn, but there ${found === 1 ? 'is' : 'are'} ${found}.`;
  const todo = 'Lower size, change the shares, or add personas.';
  reading.report(
    'SYNDISCO_PERSONAS_TOO_FEW',
    { named: reading.namedBy(`discussions.population.${cell === '' ? 'size' : 'quota'}`) },
    { what, todo },
  );
}

function withTraits(row: Row, { columns }: PopulationConfig): Row {
  if (!columns) return row;
  const traits = Array.from(columns).flatMap(([trait, column]) => {
    const entry = row.value.get(column);
    return entry ? [[trait, trait === 'username' ? asName(entry) : entry] as const] : [];
  });
  return { ...row, value: new Map(traits) };
}

/** People are often called by a number. */
function asName(entry: Entry): Entry {
  const { value } = entry.node;
  return typeof value === 'number' ? { ...entry, node: { ...entry.node, value: String(value) } } : entry;
}

type Entry = Mapping extends Map<string, infer Value> ? Value : never;

/** Empty where there is none. */
function textOf({ value }: Row, column: string): string {
  const cell = value.get(column)?.node.value;
  return cell === undefined || cell === null || typeof cell === 'object' ? '' : String(cell);
}

/** pandas writes 1 as 1.0 in a column with empty cells, and true as True. */
function comparable(text: string): string {
  if (/^(true|false)$/i.test(text)) return text.toLowerCase();
  return text.replace(/^(-?\d+)\.0+$/, '$1');
}

function comparableShares(shares: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map(Array.from(shares, ([value, share]) => [comparable(value), share]));
}

function report(reading: InputReading, key: string, what: string, todo: string): void {
  const named = reading.namedBy(`discussions.population.${key}`);
  reading.report('SYNDISCO_CONFIG_CONTRADICTION', { named }, { what, todo });
}
