import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SyndiscoError, type Problem } from '../../src/errors.js';
import { readHumanLabels } from '../../src/inputs/human-labels/read-human-labels.js';

let dir = '';

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'syndisco-labels-'));
});

afterAll(() => rm(dir, { recursive: true, force: true }));

const key = `comment_id,item,stratum,inclusion_probability
town-1/3,item-aa,strict,0.5
town-1/4,item-bb,strict,0.5
town-2/2,,none,0.5
town-2/3,item-cc,none,0.5
`;

/** Files in a folder of a sample; reads those named. */
async function read(name: string, files: Readonly<Record<string, string | Buffer>>, ...paths: readonly string[]) {
  const folder = join(dir, name);
  for (const [path, content] of Object.entries({ 'key.csv': key, ...files })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return readHumanLabels({ paths: paths.map((path) => join(folder, path)) });
}

type Read = Awaited<ReturnType<typeof read>>;

/** `coder comment metric=value`, in order. */
function said({ labels }: Read): string[] {
  return labels.map(({ coder, commentId, metric, value }) => `${coder} ${commentId} ${metric}=${value}`);
}

async function problemsOf(reading: Promise<Read>): Promise<readonly Problem[]> {
  try {
    await reading;
  } catch (error) {
    if (error instanceof SyndiscoError) return error.problems;
    throw error;
  }
  throw new Error('there was no problem');
}

const sheet = `item,topic,opening,earlier comments,comment,toxicity (1 = not toxic / 2 / 3),tone (calm / heated)
item-aa,buses,,"user1: Hello, all
of you","Free, now!",3,calm
item-bb,buses,,,No.,cannot judge,
item-cc,library,,,"Say ""yes""",1,heated
`;

test('when a coding sheet is filled in, then its labels are of the comments of the key, and gaps are told from refusals', async () => {
  const labels = await read('sheet', { 'for-coders/coding-sheet.csv': sheet }, 'for-coders/coding-sheet.csv');
  expect(said(labels)).toEqual([
    'human town-1/3 toxicity=3',
    'human town-1/3 tone=calm',
    'human town-2/3 toxicity=1',
    'human town-2/3 tone=heated',
  ]);
  expect(labels.metrics).toEqual(['toxicity', 'tone']);
  expect(labels.unjudged).toBe(1);
  expect(labels.empty).toEqual([expect.objectContaining({ line: 4 })]);
  expect(labels.key?.frame.size).toBe(4);
});

test('when Excel has saved a sheet with semicolons, a byte order mark, CRLF, blank rows at the end and other columns, then it is the same', async () => {
  const excel = `\uFEFF;tone (calm / heated);comment;item;toxicity (1 = not toxic / 2 / 3)\r
;calm;"Free, now!";item-aa;3\r
;;No.;item-bb;cannot judge\r
;heated;"Say ""yes""";item-cc;1\r
;;;;\r
;;;;\r
`;
  const labels = await read('excel', { 'coding-sheet-anna.csv': excel }, 'coding-sheet-anna.csv');
  expect(said(labels).sort()).toEqual([
    'anna town-1/3 tone=calm',
    'anna town-1/3 toxicity=3',
    'anna town-2/3 tone=heated',
    'anna town-2/3 toxicity=1',
  ]);
});

test('when several coders hand in their sheets, then their names are those of the files', async () => {
  const files = { 'coding-sheet-anna.csv': sheet, 'coding-sheet-ben.csv': sheet };
  const labels = await read('several', files, 'coding-sheet-anna.csv', 'coding-sheet-ben.csv');
  expect(new Set(labels.labels.map(({ coder }) => coder))).toEqual(new Set(['anna', 'ben']));
  const folder = await read('several', {}, '.');
  expect(said(folder)).toEqual(said(labels));
});

const potatoState = JSON.stringify(
  {
    user_id: 'anna',
    instance_id_to_label_to_value: {
      'item-aa': [
        [{ schema: 'toxicity', name: '3' }, '3'],
        [{ schema: 'tone', name: 'calm' }, 'true'],
        [{ schema: 'score', name: 'number' }, '0.25'],
        [{ schema: 'reason', name: 'text_box' }, 'so "it" is'],
      ],
      'item-bb': [[{ schema: 'toxicity', name: 'cannot judge' }, 'cannot judge']],
    },
    instance_id_to_span_to_value: {},
  },
  null,
  2,
);
const fromPotato = [
  'anna town-1/3 toxicity=3',
  'anna town-1/3 tone=calm',
  'anna town-1/3 score=0.25',
  'anna town-1/3 reason=so "it" is',
];

test.each([
  ['its folder', { 'for-coders/potato/annotation_output/anna/user_state.json': potatoState }, 'for-coders/potato'],
  [
    'its exported JSON Lines',
    {
      'labels.jsonl':
        '{"instance_id":"item-aa","user_id":"anna","labels":{"toxicity":{"3":"3"},"tone":{"calm":"true"},"score":{"number":"0.25"},"reason":{"text_box":"so \\"it\\" is"}},"spans":{}}\n{"instance_id":"item-bb","user_id":"anna","labels":{"toxicity":{"cannot judge":"cannot judge"}}}\n',
    },
    'labels.jsonl',
  ],
  [
    'its exported CSV',
    {
      'labels.csv':
        'instance_id,user_id,toxicity.3,toxicity.cannot judge,tone.calm,score.number,reason.text_box,worst._spans\nitem-aa,anna,3,,true,0.25,"so ""it"" is",[]\nitem-bb,anna,,cannot judge,,,,[]\n',
    },
    'labels.csv',
  ],
  [
    'the JSON Lines of its first version',
    {
      'annotation_output/anna/annotated_instances.jsonl':
        '{"id":"item-aa","displayed_text":"x","label_annotations":{"toxicity":{"3":"3"},"tone":{"calm":"true"},"score":{"number":"0.25"},"reason":{"text_box":"so \\"it\\" is"}},"span_annotations":[]}\n{"id":"item-bb","label_annotations":{"toxicity":{"cannot judge":"true"}}}\n',
    },
    'annotation_output',
  ],
])('when people labelled with Potato, then %s has their labels', async (_, files, path) => {
  const labels = await read(`potato ${path.replaceAll('/', ' ')}`, files, path);
  expect(said(labels)).toEqual(fromPotato);
  expect(labels.unjudged).toBe(1);
});

test('when some people labelled with Potato and others in sheets of the same folder, then all are read', async () => {
  const files = {
    'for-coders/anna/potato/annotation_output/anna/user_state.json': potatoState,
    'for-coders/anna/coding-sheet-anna.csv': 'item,tone\nitem-aa,\nitem-bb,\n',
    'for-coders/ben/coding-sheet-ben.csv': 'item,tone\nitem-aa,heated\nitem-bb,\n',
  };
  const labels = await read('both', files, 'for-coders');
  expect(said(labels)).toEqual([...fromPotato, 'ben town-1/3 tone=heated']);
  expect(labels.empty, 'of the sheet that is used').toHaveLength(1);
});

test('when a sheet is there twice, as an original and its copy, then it is not of two people', async () => {
  const sheet = 'item,tone\nitem-aa,calm\n';
  for (const copy of ['coding-sheet-anna (1).csv', 'coding-sheet-anna - Copy.csv', 'coding-sheet-anna copy 2.csv']) {
    const files = { 'coding-sheet-anna.csv': sheet, [copy]: sheet };
    const [problem] = await problemsOf(read(`copy ${copy}`, files, '.'));
    expect(problem?.what, copy).toMatch(/^"anna" labels tone of "item-aa" twice/);
  }
});

const studio = [
  {
    id: 1,
    data: { item: 'item-aa', shown_comment: 'x' },
    annotations: [
      {
        completed_by: { id: 7, email: 'anna@town.example' },
        result: [
          { from_name: 'toxicity', to_name: 'shown-comment', type: 'choices', value: { choices: ['3'] } },
          { from_name: 'score', type: 'number', value: { number: 0.25 } },
          { from_name: 'reason', type: 'textarea', value: { text: ['so it is'] } },
          { from_name: 'worst', type: 'labels', value: { start: 0, end: 1, text: 'x', labels: ['worst'] } },
        ],
      },
      { completed_by: 8, was_cancelled: true, result: [{ from_name: 'toxicity', value: { choices: ['1'] } }] },
    ],
  },
];
const fromStudio = ['score=0.25', 'reason=so it is', 'toxicity=3'];

test.each([
  ['JSON', { 'export.json': JSON.stringify(studio) }],
  [
    'JSON-MIN',
    {
      'export.json':
        '[{"item":"item-aa","shown_comment":"x","id":1,"toxicity":"3","score":[{"number":0.25}],"reason":"so it is","worst":[{"start":0,"end":1,"text":"x","labels":["worst"]}],"annotator":"anna@town.example","annotation_id":5,"lead_time":3.5}]',
    },
  ],
  [
    'CSV',
    {
      'export.csv':
        'annotation_id,annotator,created_at,id,item,lead_time,reason,score,shown_comment,toxicity,updated_at,worst\n5,anna@town.example,2026,1,item-aa,3.5,so it is,"[{""number"": 0.25}]",x,3,2026,"[{""start"": 0, ""end"": 1, ""text"": ""x"", ""labels"": [""worst""]}]"\n',
    },
  ],
])('when people labelled in Label Studio, then its %s export has their labels', async (name, files) => {
  const labels = await read(`studio ${name}`, files, Object.keys(files)[0] ?? '');
  expect(said(labels).sort()).toEqual(fromStudio.map((one) => `anna@town.example town-1/3 ${one}`).sort());
});

test('when items are unknown, labels are there twice, or a file is of another encoding, then each is told with its line and column', async () => {
  const unknown = await problemsOf(read('unknown', { 'a.csv': 'item,tone\nitem-aa,calm\nitem-zz,calm\n' }, 'a.csv'));
  expect(unknown).toHaveLength(1);
  expect(unknown[0]?.what).toContain('"item-zz"');
  expect(unknown[0]?.where).toMatchObject({ line: 3 });
  const twice = await problemsOf(
    read('twice', { 'a.csv': 'item,coder,tone\nitem-aa,anna,calm\n', 'b.csv': 'item,coder,tone\nitem-aa,anna,heated\n' }, 'a.csv', 'b.csv'), // prettier-ignore
  );
  expect(twice[0]?.what).toMatch(/^"anna" labels tone of "item-aa" twice: also in .*a\.csv:2\.$/);
  expect(twice[0]?.where).toMatchObject({ line: 2, column: 14 });
  const latin = Buffer.from('item,tone\nitem-aa,hei\xdf\n', 'latin1');
  const [encoding] = await problemsOf(read('latin', { 'a.csv': latin }, 'a.csv'));
  expect(encoding).toMatchObject({ code: 'SYNDISCO_INPUT_NOT_UTF8', where: { line: 2, column: 12 } });
  const [choices] = await problemsOf(
    read('two', { 'a.jsonl': '{"instance_id":"item-aa","user_id":"anna","labels":{"tone":{"calm":"calm","heated":"heated"}}}\n' }, 'a.jsonl'), // prettier-ignore
  );
  expect(choices?.what).toContain('"anna" labels tone of "item-aa" twice');
  const [other] = await problemsOf(read('other', { 'a.json': '[{"id":1,"data":{"text":"x"},"annotations":[]}]' }, 'a.json')); // prettier-ignore
  expect(other?.what).toContain('has no item');
  expect(other?.where).toMatchObject({ line: 1, column: 2 });
});

test('when there is no key near labels of items, or it was changed, then the error says how to name it, or where', async () => {
  await writeFile(join(dir, 'lonely.csv'), 'item,tone\nitem-aa,calm\n');
  const [none] = await problemsOf(readHumanLabels({ paths: [join(dir, 'lonely.csv')] }));
  expect(none?.todo).toContain('--key');
  const changed = key.replace('strict,0.5', 'strict,"0,5"');
  const [bad] = await problemsOf(
    read('changed', { 'a.csv': 'item,tone\nitem-aa,calm\n', 'key.csv': changed }, 'a.csv'),
  );
  expect(bad?.what).toContain('"0,5"');
  expect(bad?.where).toMatchObject({ line: 2 });
});
