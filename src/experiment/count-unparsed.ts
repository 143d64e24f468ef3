import type { AlignedAnnotation } from '../dataset/align-annotation.js';
import { askedPairs, readPair } from '../documents/free-text-labels.js';

/** Counts the answers in free text that lack a value which the instructions ask for. */
export interface UnparsedCount {
  note(annotations: readonly AlignedAnnotation[]): void;
  warnings(): string[];
}

export function countUnparsed(): UnparsedCount {
  const counts = new Map<string, { answers: number; unparsed: number }>();
  return {
    note(annotations) {
      for (const { annotation, answers } of annotations) {
        if (annotation.metrics.size > 0) continue;
        const asked = askedPairs(annotation.prompt);
        for (const { answer } of answers.values())
          for (const [name, type] of asked) {
            const count = counts.get(name) ?? { answers: 0, unparsed: 0 };
            counts.set(name, count);
            count.answers += 1;
            if (readPair(answer, name, type) === undefined) count.unparsed += 1;
          }
      }
    },
    warnings: () =>
      [...counts]
        .filter(([, { unparsed }]) => unparsed > 0)
        .map(
          ([name, { answers, unparsed }]) =>
            `${unparsed} of ${answers} answers in free text do not say ${name}=value as the instructions ask: label_${name} is empty there; metrics hold annotators to a form`,
        ),
  };
}
