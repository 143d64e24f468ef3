import { basename, dirname } from 'node:path';
import { throwIfAny, type Problem, type Where } from '../../errors.js';
import type { PositionedNode } from '../../source/positioned-node.js';
import type { SourceText } from '../../source/source-text.js';
import { humansInvalid, kindOfAnswer, type FileLabel, type LabelFile } from './human-label.js';
import { childOf, entriesOf, itemsOf, nodesOf, textOf, whereOf } from './json-nodes.js';
import { parseForeignJson } from '../../parse-foreign-json.js';

/**
 * What Potato stores of a coder (`user_state.json`) or exports (JSON Lines, by item and coder); also its older
 * `annotated_instances.jsonl`, whose coder is the name of the folder. Marked passages are not read: they are not compared.
 */
export function readPotatoLabels(source: SourceText, coder: string): LabelFile {
  const isLines = isObject(source.text.slice(0, endOfLine(source.text, 0)));
  const answers = (isLines ? linesOf(source) : [nodesOf(source)]).flatMap((root) => answersIn(root, source, coder));
  if (answers.length === 0) throwIfAny([noAnswers(source)]);
  const isLabel = ({ value }: FileLabel): boolean => kindOfAnswer(value) === 'label';
  return {
    file: source.file,
    labels: answers.filter(isLabel),
    metrics: [...new Set(answers.map(({ metric }) => metric))],
    empty: [],
    unjudged: answers.filter(({ value }) => kindOfAnswer(value) === 'unjudged').length,
    whereColumn: (name) => answers.find(({ metric }) => metric === name)?.where ?? { file: source.file },
  };
}

function isObject(line: string): boolean {
  try {
    const value = parseForeignJson(line);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function linesOf(source: SourceText): (PositionedNode | undefined)[] {
  const roots: (PositionedNode | undefined)[] = [];
  for (let start = 0; start < source.text.length; start = endOfLine(source.text, start) + 1) {
    const text = source.text.slice(start, endOfLine(source.text, start));
    const from = start;
    if (text.trim() !== '') roots.push(nodesOf({ text, whereAt: (offset) => source.whereAt(from + offset) }));
  }
  return roots;
}

function answersIn(root: PositionedNode | undefined, source: SourceText, coder: string): FileLabel[] {
  const stored = childOf(root, 'instance_id_to_label_to_value');
  if (stored) {
    const user = textOf(childOf(root, 'user_id')) || coder;
    return entriesOf(stored).flatMap(([id, labels]) =>
      itemsOf(labels).flatMap((pair): FileLabel[] => {
        const [label, value] = itemsOf(pair);
        const name = textOf(childOf(label, 'name'));
        return answer(
          { id, coder: user, metric: textOf(childOf(label, 'schema')), where: whereOf(pair) },
          name,
          textOf(value),
        );
      }),
    );
  }
  const id = textOf(childOf(root, 'instance_id')) || textOf(childOf(root, 'id'));
  const user = textOf(childOf(root, 'user_id')) || textOf(childOf(root, 'user')) || folderOf(source.file) || coder;
  const labels = childOf(root, 'labels') ?? childOf(root, 'label_annotations');
  return entriesOf(labels).flatMap(([metric, own]) =>
    entriesOf(own).flatMap(([name, value]) =>
      answer({ id, coder: user, metric, where: whereOf(value) }, name, textOf(value)),
    ),
  );
}

function folderOf(file: string): string {
  return basename(file) === 'annotated_instances.jsonl' ? basename(dirname(file)) : '';
}

/** The names that Potato gives to the only field of a number, and of a text. */
const fields = ['number', 'text_box', 'slider'];

/** A choice is stored under its name, with a value that says that it is chosen. */
export function answer(of: Omit<FileLabel, 'value' | 'isItem'>, name: string, value: string): FileLabel[] {
  if (value === '' || of.metric === '') return [];
  if (fields.includes(name)) return [{ ...of, isItem: true, value }];
  return value === 'false' && name !== 'false' ? [] : [{ ...of, isItem: true, value: name }];
}

function noAnswers(source: SourceText): Problem {
  const where: Where = source.whereAt(0);
  const what = 'This file has no labels of Potato: neither its user_state.json, nor its exported JSON Lines.';
  return { code: humansInvalid, what, todo: 'Name the folder annotation_output, or a CSV of labels.', where };
}
