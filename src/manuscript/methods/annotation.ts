import type { AnnotationSetFacts, MetricFacts } from '../study-facts.js';
import { count, list, name, percent, plain, thousands } from '../words.js';
import { paragraph, type Section } from './section.js';

/** Who labelled what, on which scales, and how many labels came out. */
export const annotation: Section = {
  title: 'Annotation',
  write: ({ annotationSets }) =>
    annotationSets.length === 0
      ? 'The discussions were not annotated.'
      : paragraph(...annotationSets.map((set) => describeSet(set, annotationSets.length > 1))),
};

function describeSet(set: AnnotationSetFacts, isOneOfSeveral: boolean): string {
  const { annotators, models, repeats, settings } = set;
  const head = isOneOfSeveral ? `In the annotation set ${name(set.name)}, comments` : 'Comments';
  const coders = annotators.length * models.length;
  const panel =
    models.length > 1
      ? `, each combined with each of ${count(models.length, 'model')} (${list(models.map(name))}), which makes a panel of ${count(coders, 'coder')}`
      : ` (model ${name(models[0] ?? '')})`;
  return paragraph(
    `${head} were annotated by ${count(annotators.length, 'annotator persona')}${panel}.`,
    repeats > 1 &&
      `Each coder answered ${repeats} times; repeats measure stability and do not count as further coders.`,
    sampleWords(set),
    shownWords(set),
    settings?.['annotate_moderator'] === false && "The moderator's comments were not annotated.",
    settings && 'Annotators were not told the condition; of speakers they saw the names only.',
    metricWords(set),
    labelRule(settings?.['label']),
    ...set.metrics.map(coverage),
    coders > 1 &&
      set.metrics.length > 0 &&
      "Agreement of coders is reported as Krippendorff's alpha at each scale's level, with percentile intervals of 2,000 bootstrap resamples of whole discussions; missing labels were left out.",
  );
}

function sampleWords({ probability, isPairedSample, discussions }: AnnotationSetFacts): string {
  if (probability === undefined)
    return `${count(discussions, 'discussion')} ${discussions === 1 ? 'has' : 'have'} annotations.`;
  if (probability === null)
    return `${count(discussions, 'discussion')} ${discussions === 1 ? 'was' : 'were'} annotated in full.`;
  const paired = isPairedSample ? ', the same numbers in every condition' : '';
  return `A systematic random sample of the discussions, drawn within conditions with probability ${probability}${paired}, was annotated: ${count(discussions, 'discussion')}.`;
}

function shownWords({ historyLengths, settings }: AnnotationSetFacts): string {
  const [length, ...others] = historyLengths;
  if (length === undefined) return 'The material does not record how much of the discussion annotators were shown.';
  const most = others.at(-1) ?? length;
  if (most === 0) return 'Each comment was judged separately, without the comments before it.';
  const comments = others.length > 0 ? `${length} to ${most} preceding comments` : count(length, 'preceding comment');
  if (!settings) return `The context length of the annotators was ${comments}.`;
  const moderated = settings['show_moderator_in_context'] === false ? ", the moderator's left out" : '';
  const counted = settings['history_counts_comment'] === true ? ', the annotated one counted,' : '';
  return `Each comment was judged separately, after at most ${comments}${counted}${moderated}.`.replace(',.', '.');
}

function metricWords({ metrics, settings }: AnnotationSetFacts): string {
  if (metrics.length === 0) return 'Annotators answered in free text.';
  const json = settings?.['metrics'];
  const declines = typeof json === 'string' && json.includes('"cannotJudge":true');
  const scales = metrics.map(({ name: metric, scale }) => `${name(metric)} (${scaleWords(scale)})`);
  return `They labelled ${list(scales)}${declines ? ', and could decline to judge' : ''}.`;
}

const freeScales: Readonly<Record<string, string>> = {
  number: 'a number',
  boolean: 'true or false',
  text: 'a short text',
  span: 'a passage of the comment',
};

/** `["integer",1,5,null]` or `["category",null,null,["for","against"]]`. */
function scaleWords(scale: string): string {
  const [type, minimum, maximum, values] = JSON.parse(scale) as [string, number, number, string[] | null];
  if (values) return `${type === 'ordered' ? 'from low to high ' : ''}one of ${list(values.map(plain), 'or')}`;
  return type === 'integer' ? `an integer from ${minimum} to ${maximum}` : (freeScales[type] ?? type);
}

function labelRule(rule: unknown): string {
  if (rule === 'most_likely') return 'The label was the most probable one.';
  if (rule === 'expected') return 'The label of an integer scale was its mean under the probabilities of the levels.';
  if (rule === 'draw')
    return 'Labels were drawn from the model; answers were constrained to legal labels where the engine allows it.';
  return '';
}

function coverage({ name: metric, labels, cannotJudge, invalid }: MetricFacts): string {
  const asked = labels + cannotJudge + invalid;
  if (asked === 0) return '';
  const missing = [
    ...(cannotJudge > 0 ? [`${thousands(cannotJudge)} declined to judge`] : []),
    ...(invalid > 0 ? [`${thousands(invalid)} gave no valid label`] : []),
  ];
  const rest =
    missing.length > 0
      ? `; ${list(missing)}, and ${missing.length === 1 ? 'these are' : 'both are'} missing values`
      : '';
  return `Of ${count(asked, 'answer')} on ${name(metric)}, ${thousands(labels)} (${percent(labels / asked)}) gave a label${rest}.`;
}
