import { readFile } from 'node:fs/promises';

/** The code of the page, which `npm run build` bundles from src/report/page/. */
export interface PageBundle {
  script: string;
  style: string;
}

/** The same folder from src/ and from dist/. */
const folder = new URL('../../dist/report/page/', import.meta.url);

export async function readBundle(): Promise<PageBundle> {
  const read = (name: string): Promise<string> => readFile(new URL(name, folder), 'utf8');
  const [script, style] = await Promise.all([read('main.js'), read('main.css')]);
  return { script: script.trim(), style: style.trim() };
}
