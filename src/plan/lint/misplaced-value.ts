import type { Persona, TraitValue } from '../../inputs/input-types.js';
import type { Finding, LintRule } from './finding.js';
import { nameOf } from './name-of.js';

/** Values that belong to exactly one attribute. */
const valuesOf: Readonly<Record<string, readonly string[]>> = {
  sexual_orientation: ['heterosexual', 'homosexual', 'bisexual', 'gay', 'lesbian', 'asexual', 'pansexual', 'straight'],
  sex: ['male', 'female', 'man', 'woman', 'non-binary', 'nonbinary', 'intersex'],
  demographic_group: [
    'white',
    'black',
    'asian',
    'latino',
    'latina',
    'hispanic',
    'caucasian',
    'african american',
    'native american',
    'arab',
    'roma',
    'mixed race',
    'pacific islander',
  ],
  education_level: [
    'high school',
    'primary school',
    'bachelor',
    "bachelor's",
    "bachelor's degree",
    'master',
    "master's",
    "master's degree",
    'phd',
    'doctorate',
    'vocational training',
  ],
};
const owner = new Map(Object.entries(valuesOf).flatMap(([trait, values]) => values.map((value) => [value, trait])));

/**
 * A value that looks like it belongs to another attribute, such as an ethnicity under `sexual_orientation`. Where most
 * of the known values of a whole column do, it is the column that is wrong, with those of its values that nobody knows.
 */
export const misplacedValue: LintRule = ({ personas }) =>
  Object.keys(valuesOf).flatMap((trait): Finding[] => {
    const known = personas.flatMap((persona): Placed[] => {
      const belongs = ownerOf(persona.traits[trait]);
      return belongs === undefined ? [] : [{ persona, belongs }];
    });
    const misplaced = known.filter(({ belongs }) => belongs !== trait);
    const isColumn = misplaced.length >= fewest && misplaced.length > known.length / 2;
    return isColumn ? [aboutColumn(trait, misplaced, personas)] : misplaced.map((one) => aboutValue(trait, one));
  });

/** Of personas that make a column. */
const fewest = 3;

interface Placed {
  persona: Persona;
  belongs: string;
}

function ownerOf(value: TraitValue | undefined): string | undefined {
  return typeof value === 'string' ? owner.get(value.trim().toLowerCase()) : undefined;
}

function aboutColumn(trait: string, misplaced: readonly Placed[], personas: readonly Persona[]): Finding {
  const [{ persona, belongs } = { persona: personas[0] ?? nobody, belongs: '' }] = misplaced;
  const having = personas.filter(({ traits }) => typeof traits[trait] === 'string' && ownerOf(traits[trait]) !== trait);
  const examples = [...new Set(having.map(({ traits }) => JSON.stringify(traits[trait])))].slice(0, 4).join(', ');
  const what = `${trait} of ${having.length} personas (${examples} …) looks like a column of ${belongs}: ${misplaced.length} of its values are known as such.`;
  return { ...finding, what, about: { persona, trait } };
}

const nobody: Persona = { name: '', traits: {} };

function aboutValue(trait: string, { persona, belongs }: Placed): Finding {
  const value = JSON.stringify(persona.traits[trait]);
  const what = `${trait} of ${nameOf(persona)} is ${value}, which looks like a value of ${belongs}.`;
  return { ...finding, what, about: { persona, trait } };
}

const finding = { rule: 'misplaced-value', todo: 'Check the columns of the persona file.' };
