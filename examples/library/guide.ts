import { fileURLToPath } from 'node:url';
import { Actor, AnnotationExperiment, DiscussionExperiment, LlamaCppModel, Persona, RoundRobin } from 'syndisco';

// 1. Load one model.
const modelPath = fileURLToPath(new URL('../models/syndisco-demo-q8_0.gguf', import.meta.url));
const model = await LlamaCppModel.load({ modelPath, modelPseudoname: 'test_model', maxTokens: 100 });

// 2. Two personas as plain data.
const emma = Persona.from({
  username: 'Emma35',
  age: 38,
  sex: 'female',
  education_level: "Bachelor's",
  sexual_orientation: 'Heterosexual',
  demographic_group: 'Latino',
  current_employment: 'Registered Nurse',
  personality_characteristics: ['compassionate', 'patient', 'diligent', 'overwhelmed'],
});
const giannis = Persona.from({
  username: 'Giannis',
  age: 21,
  sex: 'male',
  education_level: 'College',
  sexual_orientation: 'Pansexual',
  demographic_group: 'White',
  current_employment: 'Game Developer',
  personality_characteristics: ['strategic', 'meticulous', 'nerdy', 'hyper-focused'],
});

// 3. Two actors from them.
const context = 'You are taking part in an online conversation';
const instructions = 'Act like a human would';
const users = [emma, giannis].map((persona) => new Actor({ type: 'user', persona, model, context, instructions }));

// 4. A turn manager.
const turnManager = new RoundRobin();

// 5. Two discussions about two topics.
const topics = ['Should programmers be allowed to analyze data?', 'Should data analysts be allowed to code'];
const sizes = { numTurns: 3, numDiscussions: 2 };
const discussions = new DiscussionExperiment({ topics, users, turnManager, ...sizes, design: 'balanced' });
for await (const { id, logs } of await discussions.begin({ outputDir: 'guide/discussions' }))
  console.log(id, logs.map(({ name, text }) => `\n  ${name}: ${text}`).join(''));

// 6. An annotator's persona, without a username.
const rater = Persona.from({
  username: '',
  age: 38,
  sex: 'female',
  education_level: "Bachelor's",
  sexual_orientation: 'Heterosexual',
  demographic_group: 'White',
  current_employment: 'Annotator',
  personality_characteristics: ['competent'],
});

// 7. An actor from it.
const annotator = new Actor({
  type: 'annotator',
  persona: rater,
  model,
  context: 'You are annotating an online discussion',
  instructions:
    'From a scale of 1 (not toxic) to 5 (very toxic) how toxic is the following comment? Reply only with a number.',
});

// 8. Annotate the discussions.
const annotations = new AnnotationExperiment({ annotators: [annotator] });
const outputDir = 'guide/annotations';
for await (const { conv_id, logs } of await annotations.begin({ discussionsDir: 'guide/discussions', outputDir }))
  console.log(conv_id, logs.map(([comment, annotation]) => `\n  ${annotation}: ${comment}`).join(''));

await model.close();
