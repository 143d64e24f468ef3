import { guardFormula } from '../../dataset/guard-formula.js';
import { sheetColumns } from '../../inputs/human-labels/sheet-columns.js';
import { answersTo, type Question } from './questions.js';
import { asText, type SheetItem } from './sheet-item.js';

export interface ToShow {
  items: readonly SheetItem[];
  questions: readonly Question[];
  showRole: boolean;
}

/** A table to fill in, for a spreadsheet: a row per item, an empty column per metric. */
export function codingSheet({ items, questions, showRole }: ToShow): { columns: string[]; rows: string[][] } {
  const { item, role, topic, opening, earlier, comment } = sheetColumns;
  const shown = [item, ...(showRole ? [role] : []), topic, opening, earlier, comment];
  return {
    columns: [...shown, ...questions.map(columnOf)],
    rows: items.map((one) => [
      one.item,
      ...(showRole ? [one.role] : []),
      ...[one.topic, asText(one.opening), asText(one.earlier), one.text].map((text) => guardFormula(text, [])),
      ...questions.map(() => ''),
    ]),
  };
}

/** Spreadsheets write no quotes around a comma if another sign separates columns, so that the title must not have either. */
function columnOf(question: Question): string {
  return `${question.name} (${answersTo(question).replaceAll(/[,;\t\r\n]/g, ' ')})`;
}
