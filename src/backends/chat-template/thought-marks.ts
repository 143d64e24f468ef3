/** What stands around the thinking of a model before its reply. */
export interface ThoughtMarks {
  opening: string;
  closing: string;
}

const usual: ThoughtMarks = { opening: '<think>', closing: '</think>' };

/** The marks of the families of models that have their own; `<think>` comes last, since many templates mention it. */
const known: readonly ThoughtMarks[] = [
  { opening: '<|channel>thought', closing: '<channel|>' },
  { opening: '<|START_THINKING|>', closing: '<|END_THINKING|>' },
  { opening: '<|inner_prefix|>', closing: '<|inner_suffix|>' },
  { opening: '<seed:think>', closing: '</seed:think>' },
  { opening: '[THINK]', closing: '[/THINK]' },
  { opening: 'Here are my reasoning steps:', closing: '[BEGIN FINAL RESPONSE]' },
  usual,
];

/** The marks that occur in a chat template, or those that most models use. */
export function thoughtMarksIn(template: string): ThoughtMarks {
  return known.find(({ opening, closing }) => template.includes(opening) && template.includes(closing)) ?? usual;
}

/** A prompt whose template opens a thought, with the thought closed. */
export function closeThought(prompt: string, { closing }: ThoughtMarks): string {
  return prompt.endsWith('\n') ? `${prompt.trimEnd()}\n\n${closing}\n\n` : `${prompt}${closing}`;
}
