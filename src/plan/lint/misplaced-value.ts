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

/** A value that looks like it belongs to another attribute, such as an ethnicity under `sexual_orientation`. */
export const misplacedValue: LintRule = ({ personas }) =>
  personas.flatMap((persona) =>
    Object.keys(valuesOf).flatMap((trait): Finding[] => {
      const value = persona.traits[trait];
      const belongs = typeof value === 'string' ? owner.get(value.trim().toLowerCase()) : undefined;
      if (belongs === undefined || belongs === trait) return [];
      const what = `${trait} of ${nameOf(persona)} is ${JSON.stringify(value)}, which looks like a value of ${belongs}.`;
      return [
        { rule: 'misplaced-value', what, todo: 'Check the columns of the persona file.', about: { persona, trait } },
      ];
    }),
  );
