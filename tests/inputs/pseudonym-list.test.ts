import { describe, expect, it } from 'vitest';
import { inShort, read, townHall, type Files } from '../town-hall/read-project.js';

/** The town hall with pseudonyms from this list; its discussions have two seats. */
async function readList(list: string | Buffer, files: Files = {}) {
  const config = String(townHall['town-hall.yml'])
    .replace('num_users: 2', 'num_users: 2, usernames: pseudonyms')
    .replace('    topics_dir', '    usernames_path: names.txt\n    topics_dir');
  const made = await read({ 'town-hall.yml': config, 'names.txt': list, ...files });
  return { ...made, names: made.inputs.pseudonyms, problems: made.problems.map(inShort), told: made.problems };
}

describe('a list of pseudonyms', () => {
  it('when it has nothing but comments and blank lines, then it has too few names', async () => {
    const { problems, told } = await readList('# Nobody\n\n   \n');
    expect(problems).toEqual(['PSEUDONYMS_TOO_FEW town-hall.yml 5:21']);
    expect(told[0]?.what).toMatch(/2 seats.*has only 0 names/);
  });

  it.each([
    ['is a row of a table', 'heron,34'],
    ['is quoted like a cell', '"heron"'],
    ['has a control character', 'her\u0001on'],
    ['has a mark that turns the reading direction', 'her\u202Eon'],
    ['has a character that nobody sees', 'her\u200Bon'],
    ['is longer than 60 characters', 'h'.repeat(61)],
    ['looks like the line before a comment', 'User heron posted: Hello'],
    ['ends like the line before a comment', 'heron:'],
    ['is an item of a list', '- heron'],
    ['is an item of another list', '* heron'],
  ])('when a line %s, then it is refused at its line', async (_, line) => {
    const { problems, told } = await readList(`# Ours\nteasel\n\n${line}\npebble\n`);
    expect(problems).toEqual(['PERSONA_BAD_NAME names.txt 4:1']);
    expect(told[0]?.what).not.toMatch(/[\p{Cc}\u202E\u200B]/u);
  });

  it('when names are unusual but names, then they stay', async () => {
    const list = ['Émile', '太郎', "O'Hara", 'al-Amin', 'x*y', 'J. R.', '𝒳'.repeat(60)];
    expect(await readList(list.join('\n'))).toMatchObject({ names: list, problems: [] });
  });

  it('when two names are the same letters in different code points, then they are one', async () => {
    const { names, notices } = await readList('Jos\u00e9\nJose\u0301\nheron\n');
    expect(names).toEqual(['Jos\u00e9', 'heron']);
    expect(notices.join('\n')).toMatch(/3 names, 2 of them different/);
  });

  it.each([
    ['CR', '\r'],
    ['CRLF', '\r\n'],
  ])('when its lines end with %s, then it is read by lines', async (_, end) => {
    const { names, problems } = await readList(['heron', 'teasel', '# Ours', 'pebble'].join(end));
    expect({ names, problems }).toEqual({ names: ['heron', 'teasel', 'pebble'], problems: [] });
    expect((await readList(['heron', 'teasel', '- pebble'].join(end))).problems).toEqual([
      'PERSONA_BAD_NAME names.txt 3:1',
    ]);
  });

  it('when the author of a seed opinion is several personas, then it is refused where it stands', async () => {
    const personas = JSON.stringify([{ username: 'x', age: 3 }, { username: 'y' }, { username: 'x', age: 4 }]);
    const config = (extra: string): string =>
      String(townHall['town-hall.yml'])
        .replace('num_users: 2', `num_users: 2, usernames: pseudonyms${extra}`)
        .replace('topics_dir: topics', 'topics_path: topics.csv');
    const readAuthors = (authors: string, extra = '') =>
      readList('heron\nteasel\npebble\n', {
        'town-hall.yml': config(extra),
        'people.json': personas,
        'topics.csv': `topic,opening_1,author_1,opening_2,author_2\nbuses,Free!,stranger,No.,y\nparks,More!,${authors}\n`,
      });
    const { problems, told } = await readAuthors('y,No.,x');
    expect(problems).toEqual(['TOPIC_INVALID topics.csv 3:1']);
    expect(told[0]?.what).toBe('The author "x" of a seed opinion is the username of 2 personas.');
    expect((await readAuthors('y,No.,stranger')).problems).toEqual([]);
    expect((await readAuthors('y,No.,x', ', openings: 1')).problems).toEqual([]);
  });
});

describe('usernames', () => {
  it('when two are the same letters in different code points, then they are duplicates', async () => {
    const personas = [{ username: 'Jos\u00e9' }, { username: 'Jose\u0301' }, { username: 'Bob' }];
    const { problems } = await read({ 'people.json': JSON.stringify(personas, null, 1) });
    expect(problems.map(inShort)).toEqual(['PERSONA_DUPLICATE_NAME people.json 6:15']);
  });
});
