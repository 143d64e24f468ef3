/** The original's persona keys, by which the traits in its prompts are found. */
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
