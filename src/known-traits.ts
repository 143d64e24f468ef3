/** The persona keys of the Python original, in the order in which its prompts have them. */
export const knownTraits = [
  'username',
  'age',
  'sex',
  'sexual_orientation',
  'demographic_group',
  'current_employment',
  'education_level',
  'special_instructions',
  'personality_characteristics',
];
