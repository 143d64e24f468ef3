import type { ActorRecord, Traits } from '../../documents/records.js';
import { personaId } from '../../persona-id.js';
import type { Column } from '../column-layout.js';
import { asCell } from '../column-type.js';
import { columnsOf } from '../columns-of.js';
import type { FoundColumns } from '../found-columns.js';
import type { NameClaims } from '../name-claims.js';
import { promptId } from './prompt-columns.js';

export const actorColumns: readonly Column<ActorRecord>[] = [
  {
    name: 'actor',
    type: 'text',
    meaning: "Who speaks: a participant's username or pseudonym, or the moderator's name.",
    cell: ({ name }) => name,
  },
  {
    name: 'role',
    type: 'text',
    meaning: '`participant`, `moderator`, or the name of a role of the config.',
    isCategory: true,
    cell: ({ role }) => role,
  },
  {
    name: 'is_moderator',
    type: 'boolean',
    meaning: 'Whether the actor is the moderator.',
    cell: ({ isModerator }) => isModerator,
  },
];

export const actorPrompt: Column<ActorRecord> = {
  name: 'prompt',
  type: 'text',
  meaning: "The speaker's system text.",
  cell: (actor) => actor.prompt,
};

export const actorPromptId: Column<ActorRecord> = {
  name: 'prompt_id',
  type: 'text',
  meaning: "The speaker's system text, in the table `prompts`.",
  empty: 'the file does not contain it',
  cell: ({ prompt }) => promptId(prompt),
};

export const actorPersona: Column<ActorRecord> = {
  name: 'persona_id',
  type: 'text',
  meaning: "Identifies the speaker's persona by its content.",
  empty: 'no persona, or unknown which',
  cell: ({ traits, isAmbiguous }) => (traits.size > 0 && !isAmbiguous ? personaId(Object.fromEntries(traits)) : null),
};

export function personaColumns({ personas }: FoundColumns, claim: NameClaims): Column<{ traits: Traits }>[] {
  return columnsOf(personas, (trait, type) => ({
    name: claim.take(`persona_${trait}`),
    type,
    meaning: `Trait \`${trait}\` of the speaker's persona.`,
    empty: 'the persona does not have it',
    isCategory: true,
    cell: ({ traits }) => asCell(traits.get(trait), type),
  }));
}
