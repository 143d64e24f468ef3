import { isOfTool, sheetColumns } from './sheet-columns.js';

/** Where a table of labels has what. */
export interface TableKind {
  /** The column of comments or items; absent if there is none. */
  id?: string;
  /** Absent if no column says who coded. */
  coder?: string;
  /** A row per label, with the columns `metric` and `value`. */
  isLong: boolean;
  /** Filled in by hand, so that an empty cell is an answer that is missing. */
  isFilledIn: boolean;
  metrics: readonly MetricColumn[];
}

export interface MetricColumn {
  /** In the header. */
  name: string;
  metric: string;
  /** The column is of one choice of the metric. */
  choice?: string;
}

const own = new Set(['comment_id', 'coder', 'split']);
const shown: ReadonlySet<string> = new Set(Object.values(sheetColumns));

/** Which program wrote a table, by its header: Potato's rows are of an `instance_id`, Label Studio's have an `annotation_id`. */
export function tableKind(names: readonly string[]): TableKind {
  const id = ['comment_id', sheetColumns.item, 'instance_id'].find((name) => names.includes(name));
  const isLong = names.includes('metric') && names.includes('value');
  if (id === 'instance_id') return { id, ...coderIn(names, ['user_id', 'user']), isLong: false, isFilledIn: false, metrics: ofPotato(names) }; // prettier-ignore
  if (id !== undefined && names.includes('annotation_id')) {
    const metrics = names.filter((name) => !isOfTool(name)).map((name) => ({ name, metric: name }));
    return { id, ...coderIn(names, ['coder', 'annotator']), isLong: false, isFilledIn: false, metrics };
  }
  const metrics = names
    .filter((name) => name !== '' && !own.has(name) && (id !== sheetColumns.item || !shown.has(name)))
    .map((name) => ({ name, metric: id === sheetColumns.item ? metricIn(name) : name }));
  return { ...(id !== undefined && { id }), ...coderIn(names, ['coder']), isLong, isFilledIn: !isLong, metrics };
}

function coderIn(names: readonly string[], columns: readonly string[]): Pick<TableKind, 'coder'> {
  const coder = columns.find((name) => names.includes(name));
  return coder === undefined ? {} : { coder };
}

/** The titles of a coding sheet say which answers there are: `tone (calm / heated)`. */
function metricIn(title: string): string {
  const [, name = title] = /^([a-z][a-z0-9_]*)\s*\(/.exec(title) ?? [];
  return name;
}

/** `toxicity.3`, in older versions `toxicity:::3`; `worst._spans` has marked passages. */
function ofPotato(names: readonly string[]): MetricColumn[] {
  return names.flatMap((name) => {
    const [, metric, choice] = /^([a-z][a-z0-9_]*)(?:\.|:::)(.+)$/s.exec(name) ?? [];
    return metric === undefined || choice === undefined || choice.startsWith('_') ? [] : [{ name, metric, choice }];
  });
}
