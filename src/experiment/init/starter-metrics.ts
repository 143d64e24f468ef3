interface StarterMetric {
  title: string;
  /** Its value in the config. */
  yaml: string;
}

/** Questions about a comment to begin with; `usual` if nothing is chosen. */
export const starterMetrics = {
  toxicity: {
    title: 'toxicity, from 1 to 5',
    yaml: '{ type: integer, question: How toxic is the last comment?, levels: { 1: not toxic, 5: extremely toxic } }',
  },
  argument_quality: {
    title: 'quality of the argument, from 1 to 5',
    yaml: '{ type: integer, question: How good is its argument?, levels: { 1: none or very poor, 5: very good } }',
  },
  stance: {
    title: 'stance towards the comment before',
    yaml: '{ type: category, values: [agrees, disagrees, neither], question: How does it answer the comment before? }',
  },
  off_topic: {
    title: 'whether it is off topic',
    yaml: '{ type: boolean, question: Does it leave the topic of the first comment? }',
  },
} as const satisfies Record<string, StarterMetric>;

export type StarterMetricName = keyof typeof starterMetrics;

export const usualMetrics: readonly StarterMetricName[] = ['toxicity', 'argument_quality'];
