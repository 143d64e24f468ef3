import type { DiscussionJob } from '../plan/job.js';
import { describeTraits, systemText } from './actor-prompt.js';

/** Someone who speaks. */
export interface Actor {
  name: string;
  role: 'participant' | 'moderator';
  system: string;
}

/** Everyone who speaks in a discussion. */
export interface Cast {
  /** In seating order. */
  participants: readonly Actor[];
  moderator?: Actor;
  seated(seat: number): Actor;
}

export function seatActors({ condition, participants }: DiscussionJob): Cast {
  const { contextPrompt, participantInstructions, moderator } = condition;
  const seats = participants.map((persona): Actor => {
    const system = systemText(contextPrompt, persona.name, describeTraits(persona), participantInstructions);
    return { name: persona.name, role: 'participant', system };
  });
  return {
    participants: seats,
    ...(moderator && { moderator: seatModerator(contextPrompt, moderator) }),
    seated: (seat) => {
      const actor = seats[seat];
      if (!actor) throw new RangeError(`no participant at seat ${seat} of ${seats.length}`);
      return actor;
    },
  };
}

function seatModerator(context: string, moderator: NonNullable<DiscussionJob['condition']['moderator']>): Actor {
  const { name, attributes, instructions } = moderator;
  return { name, role: 'moderator', system: systemText(context, name, attributes.join(', '), instructions) };
}
