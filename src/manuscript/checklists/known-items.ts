import { speakersOf } from '../speakers-of.js';
import type { ModelFacts, StudyFacts } from '../study-facts.js';
import { count, list, name, plain } from '../words.js';

/** What the models were used for. */
export function uses({ annotationSets, conditions, models, comments }: StudyFacts): string {
  const speakers = speakersOf(models, ['participants', 'moderator']);
  const put = comments.injected > 0 ? ' and those that a program put in' : '';
  const wrote = {
    models: `Language models wrote all comments of the synthetic discussions but the seed opinions${put}`,
    rehearsal: 'Nothing: a rehearsal engine, which is no language model, wrote the comments',
    unknown: 'The files do not say who or what wrote the comments',
  }[speakers];
  const isModerated = speakers === 'models' && conditions.some(({ hasModerator }) => hasModerator);
  const labels = {
    models: 'Language models labelled the comments.',
    rehearsal: 'A rehearsal engine labelled the comments.',
    unknown: '',
  }[speakersOf(models, ['annotators'])];
  return `${wrote}${isModerated ? ', those of the moderator included' : ''}. ${annotationSets.length > 0 ? labels : ''}`.trim();
}

/** What people did between the plan and the data set, as far as it is on record. */
export function interventions({ run, withdrawals, edited, comments }: StudyFacts): string {
  if (!run) return '';
  const withdrawn = withdrawals.reduce((sum, { count: number }) => sum + number, 0);
  const done = [
    ...(withdrawn > 0
      ? [
          `${count(withdrawn, 'finished discussion')} withdrawn (${list(withdrawals.map(({ reason }) => `“${plain(reason)}”`))})`,
        ]
      : []),
    ...(edited > 0 ? [`${count(edited, 'file')} edited, and the edits accepted`] : []),
    ...(comments.injected > 0 ? [`${count(comments.injected, 'comment')} put in by a program`] : []),
  ];
  return done.length === 0
    ? 'Generation and annotation ran without human intervention between the plan and the data set.'
    : `Generation and annotation ran automatically; on record between the plan and the data set: ${list(done)}.`;
}

export function systemTexts({ prompts, models, run }: StudyFacts): string {
  if (prompts.length === 0) return '';
  const given = 'The system text of each actor (context, persona, instructions)';
  if (!run) return `${given} is given in full, as far as the files have it.`;
  const isUser = models.some(({ identity }) => identity?.prompt_format?.system_role === 'user');
  const place = isUser
    ? 'stood at the head of the first user message for models without a system role, and was the system message otherwise'
    : 'was sent as the system message';
  return `${given} ${place}; it is given in full.`;
}

export function accessWords({ name: model, identity }: ModelFacts): string {
  if (!identity) return '';
  const how: Readonly<Record<string, string>> = {
    llama_cpp: 'ran locally, with weights in the program’s own process',
    transformers: 'ran locally, with weights in the program’s own process',
    openai: 'was asked through an OpenAI-compatible API',
    scripted: 'is a rehearsal engine and no language model',
  };
  const way = how[identity.engine] ?? `was asked through a backend of our own (${plain(identity.engine)})`;
  return `${name(model)} ${way}; each reply was a separate call.`;
}
