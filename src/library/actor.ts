import type { Backend } from '../backends/backend.js';
import { actorOptions } from './checks/actor-checks.js';
import { refuseFaults } from './checks/check.js';
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

/** A moderator is described by a list of words, such as `['just', 'strict']`, or by a persona, or by nothing. */
type Moderating = Instructed &
  (
    | { attributes?: readonly string[]; persona?: never }
    /** Others call it by its username, unless a participant may have the same. */
    | { persona: Persona; attributes?: never }
  );

export type ActorOptions<Type extends ActorType> = { type: Type } & (Type extends 'moderator' ? Moderating : Described);

/** Who speaks or judges: a persona with a model and instructions. The type says where it can be used. */
export class Actor<Type extends ActorType = ActorType> {
  readonly type: Type;
  /** A copy of those given. */
  readonly options: Readonly<ActorOptions<Type>>;

  /** Throws a `SyndiscoError` for options that are missing or wrong (`SYNDISCO_CONFIG_MISSING_KEY` …). */
  constructor(options: ActorOptions<Type>) {
    refuseFaults(options, actorOptions, '');
    this.options = Object.freeze<ActorOptions<Type>>({ ...options });
    this.type = options.type;
  }

  /** Its persona's username, which may be empty; a moderator's is then `moderator`. */
  get name(): string {
    const name = this.options.persona?.name ?? '';
    return name === '' && this.type === 'moderator' ? 'moderator' : name;
  }
}
