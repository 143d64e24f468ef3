import { readFile } from 'node:fs/promises';
import { packageFile } from '../package-file.js';

/** The code of the page, which `npm run build` bundles from src/report/page/. */
export interface PageBundle {
  script: string;
  style: string;
}

export async function readBundle(): Promise<PageBundle> {
  const read = (name: string): Promise<string> => readFile(packageFile(`dist/report/page/${name}`), 'utf8');
  const [script, style] = await Promise.all([read('main.js'), read('main.css')]);
  return { script: script.trim(), style: style.trim() };
}
