import { verifyRun } from '../../src/store/verify-run.js';
import { runDir, type InMemoryRun } from './in-memory-run.js';
import type { ModelDisk } from './model-disk.js';
import { textsOf } from './said.js';

/** A journal may be torn by what was done to it. */
const excused = 'SYNDISCO_JOURNAL_DAMAGED';
const mayBeReplaced = /\/status\.json$|\/failures\//;
const mayGo = /\/\.[^/]+\.tmp$|\/journal\/|\/failures\//;

/** Everything that must hold once a run has been finished: what was said is there, and nothing was put in its place. */
export async function compareDisk(disk: ModelDisk, { said, jobs, annotated }: InMemoryRun): Promise<string[]> {
  const dirs = { dir: runDir, discussionsDir: `${runDir}/discussions`, annotationsDir: `${runDir}/annotations` };
  const { published, problems } = await verifyRun({ ...dirs, files: disk.files });
  const found = [...brokenPromises(disk), ...missingOf(published, { jobs, annotated })];
  if (disk.opened.size > 0) found.push(`${disk.opened.size} files are left open`);
  found.push(...problems.filter(({ code }) => code !== excused).map(({ what }) => `verify: ${what}`));
  const documents = await readTexts(disk);
  for (const [id, texts] of said.published) {
    if (documents.get(id) !== texts) found.push(`${id} was published with ${texts} and is ${documents.get(id) ?? '?'}`);
  }
  for (const [turn, text] of said.acknowledged) {
    const [id = '', index = ''] = turn.split('/');
    const texts = JSON.parse(documents.get(id) ?? '[]') as (string | null)[];
    if (texts[Number(index)] !== text) found.push(`acknowledged ${text} is not turn ${index} of ${id}`);
  }
  return found;
}

function missingOf(
  published: { discussion: number; annotation: number },
  { jobs, annotated }: { jobs: number; annotated: boolean | undefined },
): string[] {
  const found = published.discussion === jobs ? [] : [`${published.discussion} of ${jobs} discussions are published`];
  if (annotated && published.annotation !== jobs) found.push(`${published.annotation} of ${jobs} are annotated`);
  return found;
}

async function readTexts(disk: ModelDisk): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const dir of [`${runDir}/discussions`, `${runDir}/annotations`]) {
    const names = await disk.files.list(dir);
    for (const name of names.filter((one) => !one.startsWith('.'))) {
      texts.set(name.replace(/\.json$/, ''), textsOf(JSON.parse(disk.text(`${dir}/${name}`))));
    }
  }
  return texts;
}

function brokenPromises({ replaced, removed }: ModelDisk): string[] {
  const altered = [...replaced].filter((path) => !mayBeReplaced.test(path));
  const gone = [...removed].filter((path) => !mayGo.test(path));
  return [...altered.map((path) => `${path} was replaced`), ...gone.map((path) => `${path} was removed`)];
}
