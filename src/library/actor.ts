import type { Backend } from '../backends/backend.js';
import type { Model } from './models.js';
import type { Persona } from './persona.js';

export type ActorType = 'user' | 'moderator' | 'annotator';

interface Instructed {
  /** A loaded model, or a backend of your own. */
  model: Model | Backend;
  /** The first sentence of the prompt, such as "You are taking part in an online conversation". */
  context?: string;
  /** What the actor is to do. */
  instructions: string;
}

/** Somebody who takes part in discussions, or annotates them. */
interface Described extends Instructed {
  persona: Persona;
}

/** A moderator is described by a list of traits, such as `['just', 'strict']`. */
interface Moderating extends Instructed {
  attributes?: readonly string[];
}

export type ActorOptions<Type extends ActorType> = { type: Type } & (Type extends 'moderator' ? Moderating : Described);

/** Who speaks or judges: a persona with a model and instructions. The type says where it can be used. */
export class Actor<Type extends ActorType = ActorType> {
  readonly type: Type;

  constructor(readonly options: ActorOptions<Type>) {
    this.type = options.type;
  }

  /** What others call it: a user's or annotator's username, which may be empty. */
  get name(): string {
    const { options } = this;
    return 'persona' in options ? options.persona.name : 'moderator';
  }
}
