import type { Finding, LintRule } from './finding.js';

const instructionsKey = 'annotation.files.instruction_path';

/** Instructions that do not fit the metrics: one is never explained, or the answer is still wanted in another form. */
export const metricInstructions: LintRule = ({ config: { annotation }, inputs: { annotatorInstructions: text } }) => {
  if (!annotation?.metrics || text === '') return [];
  const unexplained = annotation.metrics.filter(
    ({ name, question }) => question === undefined && !mentions(text, name),
  );
  return [...unexplained.map(({ name }) => unmentioned(name)), ...otherForm(text)];
};

/** `argument_quality`, "argument quality" and "ArgumentQuality" are one name. */
function mentions(text: string, name: string): boolean {
  return plain(text).includes(plain(name));
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[\s_-]/g, '');
}

function unmentioned(name: string): Finding {
  return {
    rule: 'unmentioned-metric',
    what: `The instruction text does not mention ${name}, and the metric has no question: annotators would guess what it means.`,
    todo: 'Give the metric a question, or explain it in the instructions.',
    about: { key: `annotation.metrics.${name}` },
  };
}

function otherForm(text: string): Finding[] {
  const [found] =
    /\p{L}[\p{L}\p{N}_]*\s*=\s*(?:[<[{(][^\n>\]})]{0,40}[>\]})]|\d|_+|number\b|score\b)/u.exec(text) ?? [];
  if (found === undefined) return [];
  const what = `The instruction text asks for ${JSON.stringify(found)}, but with metrics annotators answer with a JSON object, which they are told themselves.`;
  return [{ rule: 'answer-form', what, todo: 'Remove the form of the answer from the instructions.', about: { key: instructionsKey } }]; // prettier-ignore
}
