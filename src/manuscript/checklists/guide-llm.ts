import { annotation } from '../methods/annotation.js';
import { data } from '../methods/data.js';
import { identityWords, samplingWords } from '../methods/models.js';
import { datesWords, programWords } from '../methods/software.js';
import type { StudyFacts } from '../study-facts.js';
import { code, count, list, name, plain } from '../words.js';
import { accessWords, interventions, systemTexts, uses } from './known-items.js';

/** What the run knows of an item, and what only the authors can say. */
interface Item {
  id: string;
  title: string;
  known?: (facts: StudyFacts) => string;
  questions: readonly string[];
}

/**
 * GUIDE-LLM, the reporting checklist for studies with large language models in the behavioural and social sciences:
 * its 14 core items and the optional ones, in words of our own, with what the run knows.
 */
export function guideLlm(facts: StudyFacts): string {
  return [
    `# GUIDE-LLM checklist: ${plain(facts.experiment)}`,
    'Source: GUIDE-LLM, <https://llm-checklist.com/checklist> (14 core items and 8 optional ones, as of 2026). The titles paraphrase its items; submit the official form, and use this file to fill it in. ☑ is what the run recorded; ☐ is a question for the authors. “N/A” with a reason is a valid answer.',
    '## Core items',
    ...core.map((item) => describeItem(item, facts)),
    '## Optional items',
    ...optional.map((item) => describeItem(item, facts)),
    '',
  ].join('\n\n');
}

function describeItem({ id, title, known, questions }: Item, facts: StudyFacts): string {
  const said = known?.(facts) ?? '';
  const asked = said === '' && questions.length === 0 ? [`The files do not say: ${title}?`] : questions;
  return [
    `### ${[id, title].filter(Boolean).join(' ')}`,
    ...(said === '' ? [] : [`☑ **From the run**: ${said}`]),
    ...asked.map((question) => `☐ **For the authors**: ${question}`),
  ].join('\n\n');
}

const core: readonly Item[] = [
  {
    id: 'A.1',
    title: 'What the models were used for',
    known: uses,
    questions: [
      'What is the purpose of the discussions in your study, and were models used elsewhere in it (writing, coding, analysis)?',
    ],
  },
  {
    id: 'A.2',
    title: 'Human involvement, or full automation',
    known: interventions,
    questions: ['Did people select, edit, exclude or check any output, and at which step?'],
  },
  {
    id: 'B.1',
    title: 'Model: name, provider, size, version, date of access, source',
    known: ({ models, dates }) =>
      [...models.map((model) => `${name(model.name)}${identityWords(model)}.`), datesWords(dates)].join(' '),
    questions: [
      'Who provides each model, how many parameters does it have, and where can the weights or the service be found (link, license)?',
    ],
  },
  {
    id: 'B.2',
    title: 'Access: local, API or web interface; chat or separate calls',
    known: ({ models }) => models.map(accessWords).filter(Boolean).join(' '),
    questions: ['Which server or service ran the models, if they did not run locally, and at which price tier?'],
  },
  {
    id: 'B.3',
    title: 'Parameters: temperature, token limits, seeds, number of runs',
    known: (facts) =>
      [
        ...facts.models.flatMap(({ name: model, decoding }) =>
          decoding.map(({ part, settings }) => `${name(model)} (${part}): ${samplingWords(settings)}.`),
        ),
        facts.run
          ? `Master seed: ${facts.run.seed}; every reply has its own sampling seed, derived from it and recorded in the data.`
          : '',
        `Runs: ${count(
          facts.conditions.reduce((sum, { completed }) => sum + completed, 0),
          'discussion',
        )} in ${count(facts.conditions.length, 'condition')}.`,
      ]
        .filter(Boolean)
        .join(' '),
    questions: ['Were there other runs, settings or seeds whose results are not reported?'],
  },
  {
    id: 'B.4',
    title: 'Fine-tuning and customisation',
    known: ({ run }) => (run ? 'The program changes no weights; what was done to them before is not recorded.' : ''),
    questions: ['Were the weights fine-tuned, merged or otherwise adapted, with which data and procedure?'],
  },
  {
    id: 'B.5',
    title: 'State kept between interactions',
    known: ({ run }) =>
      run
        ? 'None: every turn and every annotation was a request of its own, whose only memory is the history in its prompt (see the methods section for its length).'
        : '',
    questions: [],
  },
  {
    id: 'C.1',
    title: 'Exact prompts',
    known: ({ prompts }) =>
      prompts.length > 0
        ? `${count(prompts.length, 'prompt')} verbatim, with the instructions, personas and topics that the files have, in the appendix written by ${code('report --methods')}; all system texts are in the table ${code('prompts')} of the tidy data set.`
        : '',
    questions: ['How were the prompts developed, and were others tried before?'],
  },
  {
    id: 'C.2',
    title: 'System-wide instructions',
    known: systemTexts,
    questions: ['Does a server or service add a system prompt of its own?'],
  },
  {
    id: 'D.1',
    title: 'Personal and sensitive data',
    known: ({ personas }) =>
      personas.length > 0 ? `${count(personas.length, 'persona')} and the seed opinions were sent to the models.` : '',
    questions: [
      'Do personas, seed opinions or reference texts derive from real people, and on what legal and ethical basis were they sent to the models?',
    ],
  },
  {
    id: 'E.1',
    title: 'Validation of outputs by people',
    known: (facts) => (facts.annotationSets.length > 0 ? `Labels are those of models. ${annotation.write(facts)}` : ''),
    questions: ['Did people rate a sample of comments or labels, how many, and how well do models and people agree?'],
  },
  {
    id: 'E.2',
    title: 'Filtering, reformatting and other post-processing',
    known: (facts) =>
      [
        data.write(facts),
        ...(facts.run
          ? [
              `Replies were trimmed; text that a model wrote for another speaker was cut, and ${code('raw_text')} keeps the whole reply.`,
            ]
          : []),
      ].join(' '),
    questions: ['Was anything excluded or changed after the export?'],
  },
  {
    id: 'F.1',
    title: 'Code and scripts',
    known: ({ run }) =>
      run
        ? `${programWords(run)} The run directory holds the configuration, copies of all input files and the plan.`
        : '',
    questions: ['Where are the configuration, the run directory and the analysis scripts available?'],
  },
  {
    id: 'G.1',
    title: 'Funding, support and relationships',
    questions: ['Which funding, support (credits, hardware, access) or ties to model providers are there?'],
  },
];

const optional: readonly Item[] = [
  {
    id: '',
    title: 'Why these models',
    questions: ['Why were these models chosen (performance, transparency, reproducibility, ethics, cost)?'],
  },
  { id: '', title: 'Why these prompts', questions: ['What is the reasoning behind the design of the prompts?'] },
  {
    id: '',
    title: 'Comparison with other methods or models',
    known: ({ models }) =>
      models.length > 1
        ? `The run used ${count(models.length, 'model')}: ${list(models.map((model) => name(model.name)))}.`
        : '',
    questions: ['Were results compared with other models, other methods or data from people (`report --reference`)?'],
  },
  {
    id: '',
    title: 'Leakage from training data',
    questions: [
      'May the topics, the instruments or the expected results be in the training data, and what was done about it?',
    ],
  },
  {
    id: '',
    title: 'Bias and systematic differences',
    questions: [
      'Which biases of the models may affect the conclusions, for example in how they play personas of certain groups?',
    ],
  },
  {
    id: '',
    title: 'Transcripts',
    known: () => `All discussions are in the run directory, in the data set, and readable in ${code('report.html')}.`,
    questions: ['Where are they published?'],
  },
  {
    id: '',
    title: 'Ethical implications',
    questions: ['Which harms may the study or its materials cause, and was it reviewed by an ethics board?'],
  },
  {
    id: '',
    title: 'Computational resources',
    known: ({ run, models }) => {
      const devices = [...new Set(models.flatMap(({ identity }) => identity?.device ?? []))];
      return [
        ...(run ? [programWords(run)] : []),
        ...(devices.length > 0 ? [`Models ran on: ${list(devices)}.`] : []),
      ].join(' ');
    },
    questions: ['How much time, energy or money did the study take?'],
  },
];
