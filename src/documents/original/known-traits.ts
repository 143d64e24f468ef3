/** The original's persona keys, used to find traits in its prompts. */
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
