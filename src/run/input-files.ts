import type { ExperimentConfig } from '../config/experiment-config.js';

/** Which file is behind a hashed field of the plan. */
export function inputFiles({ discussions, annotation }: ExperimentConfig): Readonly<Record<string, string>> {
  const roles = (discussions?.roles ?? []).map(({ name, instructionsPath }): [string, string] => [
    `role_${name}_instructions_sha256`,
    instructionsPath,
  ]);
  return {
    ...(discussions && {
      user_instructions_sha256: discussions.instructionsPath,
      topic_sha256: discussions.topicsPath ?? discussions.topicsDir,
      personas_sha256: discussions.personas,
      turn_manager_sha256: discussions.turnTaking.manager,
      ...(discussions.moderator && { mod_instructions_sha256: discussions.moderator.instructionsPath }),
    }),
    ...(annotation && {
      instructions_sha256: annotation.instructionsPath,
      persona_sha256: annotation.personas,
    }),
    ...Object.fromEntries(roles),
  };
}
