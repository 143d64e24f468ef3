import type { ActorModel, Condition, DiscussionJob, Moderator } from '../plan/job.js';
import { modelAt, modelOfModerator } from '../plan/models-of-job.js';
import { inOrder } from './actor-prompt.js';
import type { PromptLayout } from './prompt-layouts/prompt-layout.js';

/** A participant or the moderator. */
export interface Actor {
  name: string;
  role: 'participant' | 'moderator';
  system: string;
  model: ActorModel;
}

/** All actors of a discussion. */
export interface Cast {
  /** In seating order. */
  participants: readonly Actor[];
  moderator?: Actor;
  seated(seat: number): Actor;
}

export function seatActors(job: DiscussionJob, layout: PromptLayout): Cast {
  const { condition, participants, usernames, roles } = job;
  const { contextPrompt: context, moderator } = condition;
  const seats = participants.map((persona, seat): Actor => {
    const traits = inOrder(persona.traits, condition.traitOrder);
    const instructions = instructionsOf(condition, roles[seat]);
    const name = usernames[seat] ?? persona.name;
    return {
      name,
      role: 'participant',
      system: layout.system({ name, role: 'participant', context, traits, instructions }),
      model: modelAt(job, seat),
    };
  });
  return {
    participants: seats,
    ...(moderator && {
      moderator: { ...seatModerator(context, moderator, layout), model: modelOfModerator(condition) },
    }),
    seated: (seat) => {
      const actor = seats[seat];
      if (!actor) throw new RangeError(`no participant at seat ${seat} of ${seats.length}`);
      return actor;
    },
  };
}

export function everyone({ participants, moderator }: Cast): Actor[] {
  return [...participants, ...(moderator ? [moderator] : [])];
}

/** From the later prompts of the Python original, for participants who may stay silent. */
const silenceRule = 'You may stay silent: write "" and nothing else if you have nothing to add.';

function instructionsOf(condition: Condition, name: string | undefined): string {
  const role = condition.roles.find((one) => one.name === name);
  const instructions = role?.instructions ?? condition.participantInstructions;
  return withSilenceRule(instructions, (role ?? condition).mayStaySilent);
}

function seatModerator(context: string, moderator: Moderator, layout: PromptLayout): Omit<Actor, 'model'> {
  const { name, persona, attributes, mayStaySilent } = moderator;
  const instructions = withSilenceRule(moderator.instructions, mayStaySilent);
  const described = persona ? { traits: persona.traits } : { traits: {}, attributes };
  return {
    name,
    role: 'moderator',
    system: layout.system({ name, role: 'moderator', context, ...described, instructions }),
  };
}

function withSilenceRule(instructions: string, mayStaySilent: boolean): string {
  return mayStaySilent ? `${instructions} ${silenceRule}` : instructions;
}
