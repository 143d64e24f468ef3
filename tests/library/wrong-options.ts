/** Compiled by `npm run check:types` and never run: every line that is expected to be an error has to be one. */
import {
  Actor,
  AnnotationExperiment,
  Discussion,
  DiscussionExperiment,
  LlamaCppModel,
  OpenAiModel,
  Persona,
  RandomWeighted,
  RoundRobin,
  type Backend,
} from '../../src/index.js';

declare const backend: Backend;
declare const user: Actor<'user'>;
declare const moderator: Actor<'moderator'>;
declare const annotator: Actor<'annotator'>;
const topics = ['Should all buses be free?'];
const persona = Persona.from({ username: 'anna' });
const instructions = 'Write one short comment.';

new Actor({ type: 'user', persona, model: backend, instructions });
// @ts-expect-error a user has a persona
new Actor({ type: 'user', model: backend, instructions });
new Actor({ type: 'moderator', persona, model: backend, instructions });
// @ts-expect-error a moderator is described by a persona or by attributes
new Actor({ type: 'moderator', persona, attributes: ['just'], model: backend, instructions });
// @ts-expect-error there is no such type
new Actor({ type: 'troll', persona, model: backend, instructions });
// @ts-expect-error an actor has instructions
new Actor({ type: 'annotator', persona, model: backend });
// @ts-expect-error a trait is a single value or a list
Persona.from({ username: 'anna', job: { title: 'nurse' } });
// @ts-expect-error a username is a text
Persona.from({ username: 35 });

new DiscussionExperiment({ topics, users: [user], moderator, numTurns: 3, turnManager: new RoundRobin() });
// @ts-expect-error a moderator is no user
new DiscussionExperiment({ topics, users: [moderator] });
// @ts-expect-error an annotator does not moderate
new DiscussionExperiment({ topics, users: [user], moderator: annotator });
// @ts-expect-error topics are needed, if only none
new DiscussionExperiment({ users: [user] });
// @ts-expect-error the key of the config is num_turns, the option numTurns
new DiscussionExperiment({ topics, users: [user], num_turns: 3 });
// @ts-expect-error a turn manager is an object
new DiscussionExperiment({ topics, users: [user], turnManager: 'round_robin' });
// @ts-expect-error there is no such way to count
new DiscussionExperiment({ topics, users: [user], historyCounts: 'none' });
// @ts-expect-error round robin draws nothing
new RoundRobin({ respondProbability: 0.4 });
new RandomWeighted({ respondProbability: 0.4 });

// @ts-expect-error a discussion has one topic
new Discussion({ users: [user], topics });
// @ts-expect-error the decision cannot be waited for
new Discussion({ users: [user], when: () => Promise.resolve(true) });
// @ts-expect-error a comment has a name
new Discussion({ users: [user] }).inject({ text: 'Hello.' });

// @ts-expect-error a participant does not annotate
new AnnotationExperiment({ annotators: [user] });
// @ts-expect-error annotations are of discussions
void new AnnotationExperiment({ annotators: [annotator] }).begin({ outputDir: 'annotations' });
// @ts-expect-error a metric has a type
new AnnotationExperiment({ annotators: [annotator], metrics: { toxicity: { minimum: 1, maximum: 5 } } });

// @ts-expect-error a GGUF file is needed
void LlamaCppModel.load({ maxTokens: 100 });
// @ts-expect-error an option of another engine
void LlamaCppModel.load({ modelPath: 'model.gguf', baseUrls: ['http://localhost:8000/v1'] });
// @ts-expect-error at least one server
void OpenAiModel.load({ baseUrls: [] });
// @ts-expect-error a server renders its own template
void OpenAiModel.load({ baseUrls: ['http://localhost:8000/v1'], chatTemplate: 'chatml' });
