import { describe, expect, it } from 'vitest';
import { syndisco, townHallProject, writeIn, type Project } from './syndisco.js';

interface Validated {
  warnings: { rule: string; what: string; where?: { file: string; line: number; column: number } }[];
}

const plain = {
  sex: 'female',
  education_level: 'Vocational training',
  current_employment: 'Bus Driver',
  district: 'Old Harbour',
};
/** One persona a line; the file's own line is given with each finding. */
const personas = [
  { username: 'anna', age: 41, ...plain, sexual_orientation: 'Asian' },
  { username: 'Anna', age: 29, sex: 'male', education_level: 'Vocational Training', current_employment: 'Cook' },
  { username: 'bob', age: 'Under 18', sex: 'male', district: 'Old Harbor', current_employment: 'Baker' },
  { username: 'carla', age: 52, ...plain },
  { username: 'dora', age: 52, ...plain },
  { username: 'elena', age: 53, ...plain },
  { username: 'moderator', age: 33, sex: 'male' },
  { username: 'Everyone', age: 34, sex: 'male', special_instructions: 'You like cats &amp; dogs.' },
  { username: 'farid', age: 35, sex: 'male', special_instructions: 'TODO: say what he wants.' },
];
const opening = 'The council should keep every library in town open on Sundays because families need a warm place.';

describe('lint', () => {
  it('when a study is dirty in twelve ways, then each is found at its place, and --strict stops', async () => {
    await using project = await townHallProject();
    await writeIn(project.dir, {
      'personas.json': `[\n${personas.map((persona) => JSON.stringify(persona)).join(',\n')}\n]\n`,
      'topics/a.txt': opening,
      'topics/b.txt': opening,
      'topics/c.txt': opening.replace('warm', 'quiet'),
    });
    await project.edit('ctx_width_tokens: 2048', 'ctx_width_tokens: 120');
    const exit = await syndisco(['validate', '-c', project.config, '--json']);
    expect(exit.code, exit.stderr).toBe(0);
    const { warnings } = JSON.parse(exit.stdout) as Validated;
    const found = warnings.map(({ rule, where }) => {
      const file = where?.file.replace(`${project.dir}/`, '') ?? '';
      return `${rule} ${file}:${where?.line ?? ''}`;
    });
    expect(found).toEqual([
      'misplaced-value personas.json:2',
      'spelling-variant personas.json:3',
      'spelling-variant personas.json:4',
      'minor personas.json:4',
      'duplicate-persona personas.json:6',
      'near-duplicate-persona personas.json:7',
      'duplicate-topic topics/b.txt:1',
      'near-duplicate-topic topics/c.txt:1',
      'html personas.json:9',
      'placeholder personas.json:10',
      'name-case personas.json:3',
      'name-moderator personas.json:8',
      'name-word personas.json:9',
      'long-prompt town-hall.yml:7',
      'long-comment town-hall.yml:7',
    ]);
    const strict = await syndisco(['generate', '-c', project.config, '--strict']);
    expect(strict.code).toBe(65);
    expect(strict.stderr).toContain('[SYNDISCO_LINT]');
  });

  it('when most known values of a column belong to another, then the whole column is one finding', async () => {
    await using project = await townHallProject();
    const groups = ['Asian', 'Black', 'Hispanic', 'Sorbian', 'Maltese', 'Frisian', 'heterosexual'];
    const people = groups.map((group, index) => ({
      username: `p${index}`,
      age: 30 + index,
      sexual_orientation: group,
    }));
    await writeIn(project.dir, { 'personas.json': JSON.stringify(people) });
    const exit = await syndisco(['validate', '-c', project.config, '--json']);
    const { warnings } = JSON.parse(exit.stdout) as Validated;
    expect(warnings.filter(({ rule }) => rule === 'misplaced-value').map(({ what }) => what)).toEqual([
      'sexual_orientation of 6 personas ("Asian", "Black", "Hispanic", "Sorbian" …) looks like a column of demographic_group: 3 of its values are known as such.',
    ]);
  });

  it('when instructions already say how to stay silent, or forbid it, then the added rule is pointed out', async () => {
    await using project = await townHallProject();
    await writeIn(project.dir, {
      'instructions/moderator.txt': '\nYou are the moderator.\nIf all goes well, write [silence].\n',
      'instructions/participant.txt': 'Write one comment.\nNever stay silent.\n',
      'troll.txt': 'Provoke. Send an empty message when nobody is left to provoke.\n',
    });
    const roles = '  roles: [{ name: troll, count: 1, instructions_path: troll.txt, may_stay_silent: true }]\n';
    await project.edit('  turn_taking:', `${roles}  turn_taking:`);
    expect(await silenceWarnings(project)).toEqual(['troll.txt:1', 'instructions/moderator.txt:3']);
    await project.edit('include_mod: true', 'may_stay_silent: true, include_mod: true');
    await project.edit('  roles:', '  moderator: { may_stay_silent: false }\n  roles:');
    expect(await silenceWarnings(project)).toEqual(['troll.txt:1', 'instructions/participant.txt:2']);
  });

  it('when two values of a metric differ in case only, then that is pointed out', async () => {
    await using project = await townHallProject();
    const metrics = '  metrics:\n    tone: { type: category, values: [Calm, heated, calm] }\n';
    await project.edit('annotation:\n', `annotation:\n${metrics}`);
    const exit = await syndisco(['validate', '-c', project.config, '--json']);
    const found = (JSON.parse(exit.stdout) as Validated).warnings.filter(({ rule }) => rule === 'value-case');
    expect(found.map(({ what }) => what)).toEqual(['The values "Calm" and "calm" of tone differ only in case.']);
  });

  it('when R or Python would read a value of a metric as missing, then that is pointed out', async () => {
    await using project = await townHallProject();
    const metrics = '  metrics:\n    harm: { type: ordered, values: [none, mild, NA, nonetheless] }\n';
    await project.edit('annotation:\n', `annotation:\n${metrics}`);
    const exit = await syndisco(['validate', '-c', project.config, '--json']);
    const found = (JSON.parse(exit.stdout) as Validated).warnings.filter(({ rule }) => rule === 'missing-word');
    expect(found.map(({ what }) => what)).toEqual([
      'The values "none", "NA" of harm: R or Python would read such a cell of the data set as missing.',
    ]);
  });

  it('when instructions do not mention a metric, or ask for another form of answer, then that is pointed out', async () => {
    await using project = await townHallProject();
    await writeIn(project.dir, { 'rate.txt': 'Rate the toxicity from 1 to 5 and write Toxicity=<number>.\n' });
    const metrics =
      '  metrics:\n    toxicity: { type: integer, minimum: 1, maximum: 5 }\n    tone: { type: category, values: [calm, heated] }\n    insult: { type: boolean, question: Is it an insult? }\n';
    await project.edit('annotation:\n', `annotation:\n${metrics}`);
    const exit = await syndisco([
      'validate',
      '-c',
      project.config,
      '--json',
      '--set',
      'annotation.files.instruction_path=rate.txt',
    ]);
    const found = (JSON.parse(exit.stdout) as Validated).warnings.map(({ rule, what }) => `${rule}: ${what}`);
    expect(found.filter((text) => /^(unmentioned|answer)/.test(text))).toEqual([
      'unmentioned-metric: The instruction text does not mention tone, and the metric has no question: annotators would guess what it means.',
      'answer-form: The instruction text asks for "Toxicity=<number>", but with metrics annotators answer with a JSON object, which they are told themselves.',
    ]);
  });

  it.each(['annotate', 'run', 'validate', 'plan'])(
    'when %s is strict, then an annotator who looks like a mistake stops it',
    async (command) => {
      await using project = await townHallProject();
      await writeIn(project.dir, { 'annotators.json': '[{ "username": "nora", "age": "Under 18" }]\n' });
      const strict = await syndisco([command, '-c', project.config, '--strict']);
      expect(strict.code, strict.stderr).toBe(65);
      expect(strict.stderr).toContain('[SYNDISCO_LINT]');
    },
  );

  it('when the shipped personas and topics are looked at, then nothing is found', async () => {
    const exit = await syndisco(['validate', '-c', 'configs/quickstart.yml', '--strict']);
    expect(exit.code, exit.stderr).toBe(0);
  });
});

async function silenceWarnings({ dir, config }: Project): Promise<string[]> {
  const exit = await syndisco(['validate', '-c', config, '--json']);
  expect(exit.code, exit.stderr).toBe(0);
  const found = (JSON.parse(exit.stdout) as Validated).warnings.filter(({ rule }) => rule === 'silence-rule');
  return found.map(({ where }) => `${where?.file.replace(`${dir}/`, '') ?? ''}:${where?.line ?? ''}`);
}
