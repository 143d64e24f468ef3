import type { Where } from '../errors.js';
import type { Persona, Topic } from './input-types.js';

/** Stored separately, so that personas and topics stay plain data. */
const personas = new WeakMap<Persona, (trait: string) => Where>();
const topics = new WeakMap<Topic, Where>();

export function rememberPersona(persona: Persona, whereTrait: (trait: string) => Where): void {
  personas.set(persona, whereTrait);
}

export function rememberTopic(topic: Topic, where: Where): void {
  topics.set(topic, where);
}

/** The position of a trait's value; undefined for a persona that was not read from a file. */
export function whereInPersona(persona: Persona, trait: string): Where | undefined {
  return personas.get(persona)?.(trait);
}

export function whereInTopic(topic: Topic): Where | undefined {
  return topics.get(topic);
}
