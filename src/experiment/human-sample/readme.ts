import { cannotJudge } from '../../inputs/human-labels/sheet-columns.js';
import { answersTo, type Question } from './questions.js';
import type { SampleToWrite } from './sample-to-write.js';

/** For whoever draws the sample and evaluates the labels. */
export function readmeForAuthor({ name, sample, items, draw, seed, assignments }: SampleToWrite): string {
  const how =
    draw === 'simple'
      ? 'a simple random sample: within a stratum every comment had the same chance, and all are one stratum'
      : `a stratified random sample (${draw} allocation): by condition and role`;
  const coders = assignments.flatMap(({ coder, items: own }) =>
    coder === undefined ? [] : [`  ${coder}: ${own.length} items`],
  );
  return text([
    `Comments of ${name} for people to label`,
    '',
    `${items.size} of ${sample.length} comments, drawn with seed ${seed} as ${how}.`,
    'key.csv has every comment that could be drawn: its stratum, its inclusion probability and, if it was drawn, its item.',
    'Its columns llm_… say what annotators said together: the median of their first labels (of two middle ones the lower), of',
    'categories the most frequent one. The mean of such a column is no estimate: the report averages over all annotators.',
    'Seed opinions, silent turns, and comments that no annotator answered about could not be drawn.',
    ...(coders.length > 0 ? ['', ...coders] : []),
    '',
    'What to do',
    '1. Keep key.csv to yourself: it has the conditions and the labels of models. Give coders only what is in for-coders.',
    '2. Coders label in one of three ways: the coding sheet in a spreadsheet, the Potato project, or Label Studio.',
    '     Potato:        pip install potato-annotation; cd potato; potato start config.yaml -p 8000',
    '     Label Studio:  new project, labeling-config.xml as the code of its labeling interface, import tasks.json',
    '3. Read the labels back, in the form in which they come: sheets, the folder annotation_output or an export of Potato,',
    '   a JSON, JSON-MIN or CSV export of Label Studio, or several of these:',
    '     syndisco report -c CONFIG --humans FILE... --key key.csv',
    '4. Add --dsl DIR for an R script with the naive, the corrected and the human-only estimate of every contrast.',
  ]);
}

/** For coders: nothing in it tells what is compared. */
export function readmeForCoders(questions: readonly Question[], sheet: string): string {
  const canDecline = questions.some((question) => question.cannotJudge);
  return text([
    `How to fill in ${sheet}`,
    '',
    'Each row is one comment of an online discussion. Read the topic, the opening and the earlier comments, then judge',
    'the comment itself, each row by itself. Work alone, and do not change the column item.',
    '',
    ...questions.map((question) => `- ${question.name}: ${question.text} (${answersTo(question)})`),
    '',
    'Where an answer has a number and a name, either will do.',
    ...(canDecline
      ? [`If you cannot judge, write "${cannotJudge}". An empty cell means that you have not answered yet.`]
      : []),
    '',
    'In Excel: if all is in one column, open the file by Data > From Text/CSV, with UTF-8 and comma. If an answer turns into',
    'a date, format the column as text and write it again. Save as "CSV UTF-8"; the order of rows and columns is up to you.',
  ]);
}

function text(lines: readonly string[]): string {
  return `${lines.join('\r\n')}\r\n`;
}
