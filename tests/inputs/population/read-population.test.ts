import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.js';
import { parquet } from '../../../src/dataset/formats/parquet.js';
import { batchOfRows } from '../../../src/dataset/rows.js';
import { inShort, read, townHall, townHallProject, type Files } from '../../town-hall/read-project.js';

const csv = [
  'name,AGE,gender,country,w,notes',
  ...Array.from({ length: 60 }, (_, index) =>
    [`p${index}`, 18 + index, index % 2 ? 'female' : 'male', index % 3 ? 'DE' : 'FR', index, 'x'].join(','),
  ),
].join('\n');

const columns = 'columns: {username: name, age: AGE, sex: gender}';

async function readPeople(population: string, files: Files = { 'people.csv': csv }) {
  const [path = ''] = Object.keys(files);
  const config = String(townHall['town-hall.yml'])
    .replace(/user_persona_path: .*/, `user_persona_path: ${path}`)
    .replace(/^discussions:$/m, `discussions:\n  population: {${population}}`);
  const { inputs, problems } = await read({ 'town-hall.yml': config, ...files });
  return { personas: inputs.personas, problems };
}

describe('personas from a population', () => {
  it('when columns are named, then they are the traits, in that order, and numbers are numbers', async () => {
    const { personas, problems } = await readPeople(columns);
    expect(problems).toEqual([]);
    expect(personas).toHaveLength(60);
    expect(personas[1]).toEqual({ name: 'p1', traits: { username: 'p1', age: 19, sex: 'female' } });
    expect(Object.keys(personas[1]?.traits ?? {})).toEqual(['username', 'age', 'sex']);
  });

  it('when a filter is given, then only those with its values take part', async () => {
    const { personas } = await readPeople(`${columns}, where: {country: [FR], AGE: {from: 30, to: 40}}`);
    expect(personas.map(({ name }) => name)).toEqual(['p12', 'p15', 'p18', 'p21']);
  });

  it('when a quota is given, then the pool has it, and is the same each time', async () => {
    const rule = `${columns}, size: 20, weight: w, quota: {gender: {female: 3, male: 1}}`;
    const { personas, problems } = await readPeople(rule);
    expect(problems.map(inShort)).toEqual([]);
    expect(personas.filter(({ traits }) => traits['sex'] === 'female')).toHaveLength(15);
    expect(personas).toHaveLength(20);
    expect(personas.some(({ name }) => name === 'p0')).toBe(false); // of weight 0
    expect((await readPeople(rule)).personas).toEqual(personas);
  });

  it('when a quota cannot be met, then it is said by how much, at the quota', async () => {
    const { problems } = await readPeople(`${columns}, size: 50, quota: {gender: {female: 3, male: 1}}`);
    expect(problems.map(inShort)).toEqual([expect.stringMatching(/^PERSONAS_TOO_FEW town-hall\.yml \d+:\d+$/)]);
    expect(problems[0]?.what).toBe('38 personas with gender female are to be drawn, but there are 30.');
  });

  it('when a column does not exist, then each wrong name is told, with the one that was meant', async () => {
    const { problems } = await readPeople('columns: {username: name, age: AGES}, where: {land: DE}');
    expect(problems.map(({ what }) => what)).toEqual([
      'The personas have no column "AGES"; did you mean "AGE"?',
      'The personas have no column "land".',
    ]);
  });

  it('when a weight is no number, then its row is told', async () => {
    const broken = csv.replace('p3,21,female,FR,3', 'p3,21,female,FR,three');
    const { problems } = await readPeople(`${columns}, size: 5, weight: w`, { 'people.csv': broken });
    expect(problems.map(inShort)).toEqual(['PERSONA_WRONG_TYPE people.csv 5:1']);
  });

  it('when nobody is left, then that is told', async () => {
    const { problems } = await readPeople(`${columns}, where: {country: XX}`);
    expect(problems.map(({ what }) => what)).toEqual([
      'None of the 60 personas is what discussions.population.where asks for.',
    ]);
  });

  it('when weight is given without size, or a range is reversed, then the config is told', async () => {
    const population = '{weight: w, where: {AGE: {from: 40, to: 30}}}';
    const config = String(townHall['town-hall.yml']).replace(
      /^discussions:$/m,
      `discussions:\n  population: ${population}`,
    );
    await using project = await townHallProject({ 'town-hall.yml': config });
    const { problems } = await loadConfig('town-hall.yml', { set: [], cwd: project.dir });
    expect(problems.map(({ what }) => what)).toEqual([
      'weight says how personas are drawn, but without size all of them take part.',
      'The range from 40 to 30 has no numbers.',
    ]);
  });

  it('when pandas wrote numbers as 1.0 and booleans as True, then they are those of the config', async () => {
    const people = { 'people.csv': 'age,class,voted\n20,1,True\n21,1.0,true\n22,2.0,True\n23,1.0,False\n' };
    const ages = async (rule: string) => {
      const { personas, problems } = await readPeople(`columns: {username: age}, ${rule}`, people);
      expect(problems.map(({ what }) => what)).toEqual([]);
      return personas.map(({ name }) => name);
    };
    expect(await ages('where: {class: 1}')).toEqual(['20', '21', '23']);
    expect(await ages('where: {class: ["1.0"], voted: true}')).toEqual(['20', '21']);
    expect(await ages('size: 2, quota: {class: {1: 1, 2: 1}, voted: {true: 1}}')).toContain('22');
  });

  it('when the column of usernames has numbers, then they are names', async () => {
    const rule = 'columns: {username: id, age: AGE}';
    const ids = [1001, 1002, 1003, 1004];
    const tables = [
      { 'people.csv': ['id,AGE', ...ids.map((id) => `${id},20`)].join('\n') },
      { 'people.jsonl': ids.map((id) => JSON.stringify({ id, AGE: 20 })).join('\n') },
    ];
    for (const people of tables) {
      const { personas, problems } = await readPeople(rule, people);
      expect(problems).toEqual([]);
      expect(personas[0]).toEqual({ name: '1001', traits: { username: '1001', age: 20 } });
    }
  });

  it('when pandas stored the index of selected rows, then it is no trait', async () => {
    const described = { type: 'text', meaning: '', empty: '' } as const;
    const table = {
      columns: ['username', '__index_level_0__'].map((name) => ({ name, ...described })),
      batches: (async function* () {
        yield await Promise.resolve(batchOfRows([['ann', '7']]));
      })(),
    };
    const chunks: Uint8Array[] = [];
    for await (const chunk of parquet(table)) chunks.push(chunk);
    const { personas } = await readPeople('size: 1', { 'people.parquet': Buffer.concat(chunks) });
    expect(personas).toEqual([{ name: 'ann', traits: { username: 'ann' } }]);
  });

  it('when the same people are JSON lines or Parquet, then the same are drawn', async () => {
    const rows = csv
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    const people = rows.map(([name = '', age, gender = '', country = '', w]) => ({
      name,
      AGE: Number(age),
      gender,
      country,
      w: Number(w),
    }));
    const rule = `${columns}, where: {country: DE}, size: 12, weight: w`;
    const { personas } = await readPeople(rule);
    const lines = people.map((row) => JSON.stringify(row)).join('\n');
    expect((await readPeople(rule, { 'people.jsonl': lines })).personas).toEqual(personas);
    const described = { meaning: '', empty: '' };
    const types = { name: 'text', AGE: 'integer', gender: 'text', country: 'text', w: 'number' } as const;
    const table = {
      columns: Object.entries(types).map(([name, type]) => ({ name, type, ...described })),
      batches: (async function* () {
        yield await Promise.resolve(batchOfRows(people.map((row) => Object.values(row))));
      })(),
    };
    const chunks: Uint8Array[] = [];
    for await (const chunk of parquet(table)) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    expect((await readPeople(rule, { 'people.parquet': bytes })).personas).toEqual(personas);
  });

  it('when a Parquet file is none, then that is told', async () => {
    const { problems } = await readPeople('', { 'people.parquet': 'name,age\n' });
    expect(problems.map(inShort)).toEqual([expect.stringMatching(/^INPUT_SYNTAX town-hall\.yml/)]);
  });
});
