/** `npm run test:readers`: an export read by all readers that are installed here, with a line for each that is not. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseTable } from '../dataset/parse-csv.js';
import { exportHostileDebate } from './export-hostile-debate.js';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const dir = await mkdtemp(join(tmpdir(), 'syndisco-readers-'));
try {
  const dataset = await exportHostileDebate(dir);
  for (const [command = '', ...args] of [
    [process.env['SYNDISCO_PYTHON'] ?? 'python3', here('read_data_set.py'), dataset],
    ['Rscript', here('read-data-set.R'), dataset],
  ]) {
    const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
    if (error) process.stdout.write(`${command}: not installed\n`);
    else if (status !== 0) process.exitCode = 1;
  }
  await readWithCalc(dataset, dir);
} finally {
  await rm(dir, { recursive: true, force: true });
}

/** Converts the file for spreadsheets to a Calc document and back: no text may be changed but where Calc sees a value. */
async function readWithCalc(dataset: string, to: string): Promise<void> {
  const file = join(dataset, 'comments-for-spreadsheets.csv');
  const utf8 = 'Text - txt - csv (StarCalc):44,34,76,1';
  const convert = (...args: string[]) =>
    spawnSync('soffice', [
      `-env:UserInstallation=file://${to}/calc`,
      '--headless',
      ...args.slice(0, -1),
      '--outdir',
      to,
      ...args.slice(-1),
    ]);
  if (convert(`--infilter=${utf8}`, '--convert-to', 'ods', file).error) {
    process.stdout.write('LibreOffice: not installed\n');
    return;
  }
  convert('--convert-to', `csv:${utf8}`, join(to, 'comments-for-spreadsheets.ods'));
  const plain = (text: string): string => text.replace(/^\uFEFF/, '').replaceAll(/\r?\n/g, '\r\n');
  const texts = async (path: string) => parseTable(plain(await readFile(path, 'utf8'))).map((row) => row['text'] ?? '');
  const [before, after] = [await texts(file), await texts(join(to, 'comments-for-spreadsheets.csv'))];
  const changed = before.flatMap((text, index) => (text === after[index] ? [] : [[text, after[index] ?? 'nothing']]));
  const isValue = ([text = '', read = '']: string[]): boolean =>
    text.toLowerCase() === read.toLowerCase() || (text.trim() !== '' && Number(text) === Number(read));
  const isRight = before.length === after.length && changed.every(isValue);
  process.stdout.write(`LibreOffice: ${isRight ? 'ok' : 'WRONG'}, changed: ${JSON.stringify(changed)}\n`);
  if (!isRight) process.exitCode = 1;
}
