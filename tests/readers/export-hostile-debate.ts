import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportIn } from '../experiment/run-export.js';
import { putDocument } from '../experiment/put-document.js';
import { ourAnnotation, ourDiscussion } from '../town-hall/published-debate.js';

/** What readers get wrong: words for "missing", numbers, formulas, quotes, line breaks, other scripts, HTML. */
const spoken: [name: string, text: string][] = [
  ['elena', 'NA'],
  ['jonas', 'Agreed, "free"\r\nbuses; two\nlines'],
  ['moderator', ''],
  ['jonas', '@Elena, null'],
  ['elena', '007'],
  ['jonas', '=1+1'],
  ['elena', ' ünï \u202Eabc 🙂 <b>& '],
  ['jonas', 'true'],
];

/** Exports a debate in every form to `<dir>/dataset`, with `texts.json`, what its comments must be read as. */
export async function exportHostileDebate(dir: string): Promise<string> {
  const debate = ourDiscussion('town-hall-0002', spoken);
  const annotation = ourAnnotation(debate, 'carla', [1, 3]);
  const metrics = { toxicity: { type: 'integer', minimum: 1, maximum: 5, cannot_judge: true } };
  const comments = annotation.comments.map((one, index) => ({ ...one, labels: { toxicity: index === 0 ? 4 : null } }));
  await putDocument(join(dir, 'discussions/town-hall-0002.json'), debate);
  await putDocument(join(dir, 'annotations/town-hall-0002--carla.json'), { ...annotation, metrics, comments });
  const path = join(dir, 'dataset/comments.csv');
  const all = ['csv', 'jsonl', 'parquet'] as const;
  for (const isTidy of [false, true]) await exportIn(dir, { path, isTidy, formats: all });
  await exportIn(dir, { path: join(dir, 'dataset/comments-for-spreadsheets.csv'), forSpreadsheets: true });
  await writeFile(join(dir, 'dataset/texts.json'), JSON.stringify(spoken.map(([, text]) => text || null)));
  return join(dir, 'dataset');
}
