import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SumCheck } from '../../../src/document-sum.js';
import type { openExperiment as OpenExperiment } from '../../../src/experiment/open-experiment.js';
import type { loadConfig as LoadConfig } from '../../../src/config/load-config.js';
import type { SyndiscoError as ToldError } from '../../../src/errors.js';
import type { InputReading as Reading } from '../../../src/inputs/input-reading.js';
import type { readAnnotation as ReadAnnotation } from '../../../src/documents/read-annotations.js';
import type { readDiscussion as ReadDiscussion } from '../../../src/documents/read-discussions.js';
import type { readPersonas as ReadPersonas } from '../../../src/inputs/read-personas.js';
import type { readTopicTable as ReadTopicTable } from '../../../src/inputs/read-topic-table.js';
import type { exportDataset as ExportDataset } from '../../../src/experiment/export-dataset.js';
import { root } from '../../cli/syndisco.js';
import { program } from '../program.js';
import { scratch } from '../scratch.js';

/** One way of a file into the program. */
export interface Door {
  name: string;
  /** How often, beside the others. */
  weight: number;
  /** A good file. */
  text: string;
  /** Lets a text in; rejects with whatever the program throws. */
  enter(text: string): Promise<unknown>;
}

interface Rooms {
  SyndiscoError: typeof ToldError;
  openExperiment: typeof OpenExperiment;
  loadConfig: typeof LoadConfig;
  InputReading: typeof Reading;
  readPersonas: typeof ReadPersonas;
  readTopicTable: typeof ReadTopicTable;
  readAnnotation: typeof ReadAnnotation;
  readDiscussion: typeof ReadDiscussion;
  exportDataset: typeof ExportDataset;
}

const files = [
  'errors',
  'experiment/open-experiment',
  'config/load-config',
  'inputs/input-reading',
  'inputs/read-personas',
  'inputs/read-topic-table',
  'documents/read-annotations',
  'documents/read-discussions',
  'experiment/export-dataset',
];

export async function loadRooms(): Promise<Rooms> {
  const modules = await Promise.all(
    files.map((file) => import(join(program, 'build', `${file}.js`)) as Promise<Partial<Rooms>>),
  );
  return Object.assign({}, ...modules) as Rooms;
}

/** Configs, what they name, and documents; each door of its own, and now and then all files behind one config. */
export async function openDoors(rooms: Rooms): Promise<Door[]> {
  const dir = await scratch();
  await cp(join(root, 'tests/town-hall/project'), dir, { recursive: true });
  const config = join(dir, 'town-hall.yml');
  const text = await readFile(config, 'utf8');
  const { config: loaded } = await rooms.loadConfig(config, { set: [], cwd: dir });
  if (!loaded) throw new Error('the town hall has no config');
  const named = { where: { file: config } };
  const reading = (): Reading => new rooms.InputReading(loaded);
  const both = { discussions: true, annotation: true };
  const experiment = (path: string): Promise<unknown> => rooms.openExperiment({ config: path, set: [] }, () => both);
  return [
    await door({ name: 'config', weight: 20, dir, file: 'other.yml', text }, (path) =>
      rooms.loadConfig(path, { set: [], cwd: dir }),
    ),
    await door({ name: 'experiment', weight: 1, dir, file: 'other.yml', text }, experiment),
    await door({ name: 'its annotators', weight: 1, dir, file: 'annotators.json' }, () => experiment(config)),
    await door({ name: 'config in JSON', weight: 5, dir, file: 'config.json', text: JSON.stringify(asFile) }, (path) =>
      rooms.loadConfig(path, { set: [], cwd: dir }),
    ),
    await door({ name: 'personas', weight: 15, dir, file: 'personas.json' }, (path) =>
      rooms.readPersonas(reading(), { path, named }),
    ),
    ...(await Promise.all(
      tables.map(([file, text]) =>
        door({ name: file, weight: 7, dir, file, text }, (path) => rooms.readTopicTable(reading(), { path, named })),
      ),
    )),
    ...(await documentDoors(rooms)),
  ];
}

const asFile = { experiment: 'town-hall', seed: 7, model_parameters: { general: { library_type: 'scripted' } } };

const tables: readonly [string, string][] = [
  [
    'topics.csv',
    'topic,opening_1,opening_2,author,country\nfree-buses,"Free, I say","No ""way""",anna,IT\nparks,Open?,,,\n',
  ],
  [
    'topics.json',
    '[{"topic": "free-buses", "opening": "Should they be free?"}, {"topic": "parks", "opening": "Open?"}]',
  ],
  ['topics.jsonl', '{"topic": "free-buses", "opening": "Free?"}\n{"topic": "parks", "opening": "Open?"}\n'],
];

/** Documents of the original and ours on their way to the CSV, which is thrown away. */
async function documentDoors({ exportDataset, readAnnotation, readDiscussion }: Rooms): Promise<Door[]> {
  const dir = await scratch();
  const discussionsDir = join(dir, 'discussions');
  await mkdir(discussionsDir);
  const text = await readFile(join(examples, 'discussions/moderated/25-02-01-10-30.json'), 'utf8');
  const toCsv = (): Promise<unknown> =>
    exportDataset({
      discussionsDir,
      annotationsDir: join(dir, 'none'),
      path: join(dir, 'out.csv'),
      originalColumns: false,
      forSpreadsheets: false,
      sums: new SumCheck(),
      log: { info: () => undefined, warn: () => undefined },
      replaceFile: async (_, chunks) => {
        for await (const chunk of chunks) if (String(chunk).includes('\0')) throw new Error('a NUL in the CSV');
      },
    });
  const annotation = JSON.stringify({ conv_id: 'x', timestamp: '25-02-01-10-30', annotator_model: 'm', ...annotated });
  return [
    await door({ name: 'discussion', weight: 22, dir, file: 'discussion.json', text }, (path) =>
      readDiscussion(path, new SumCheck()),
    ),
    await door({ name: 'data set', weight: 3, dir: discussionsDir, file: 'one.json', text }, toCsv),
    await door({ name: 'annotation', weight: 12, dir, file: 'annotation.json', text: annotation }, (path) =>
      readAnnotation(path, new SumCheck()),
    ),
  ];
}

const examples = join(root, 'examples/original-files/era-a');
const annotated = {
  annotator_prompt: 'Rate.',
  ctx_length: 2,
  logs: [
    ['Free?', 'Toxicity=1'],
    ['No.', '3'],
  ],
};

interface DoorPlace {
  name: string;
  weight: number;
  dir: string;
  file: string;
  /** What the file holds, if it is not there yet. */
  text?: string;
}

async function door(place: DoorPlace, read: (path: string) => Promise<unknown>): Promise<Door> {
  const { name, weight, dir, file } = place;
  const path = join(dir, file);
  if (place.text !== undefined) await writeFile(path, place.text);
  const text = await readFile(path, 'utf8');
  const enter = async (mangled: string): Promise<unknown> => {
    await writeFile(path, mangled);
    return read(path);
  };
  return { name, weight, text, enter };
}
