import { median } from 'simple-statistics';
import type { AnnotationEntry, AnnotationRecord, LabelRecord } from '../documents/records.js';

/** Upper bounds of the classes of legal mass; the last class ends at 1. */
export const massBounds: readonly number[] = [0.01, 0.1, 0.5, 0.9];

/** What became of the labels of one metric in one form of one annotation set. */
export interface LabelQuality {
  set: string;
  metric: string;
  form: string;
  asked: number;
  /** Labels by status. */
  counts: Readonly<Partial<Record<LabelRecord['status'], number>>>;
  /** Absent if no engine scored the metric. */
  legalMass?: {
    median: number;
    /** Labels in each class of `massBounds`. */
    classes: readonly number[];
  };
}

export interface LabelQualities {
  add(annotation: Pick<AnnotationRecord, 'set' | 'form'>, answers: Iterable<AnnotationEntry>): void;
  rows(): LabelQuality[];
}

interface Tally {
  place: Pick<LabelQuality, 'set' | 'metric' | 'form'>;
  asked: number;
  counts: Map<LabelRecord['status'], number>;
  masses: number[];
}

export function labelQualities(): LabelQualities {
  const tallies = new Map<string, Tally>();
  return {
    add({ set, form }, answers) {
      for (const { labels } of answers) {
        for (const [metric, { status, score }] of labels) {
          const key = JSON.stringify([set, metric, form]);
          const tally: Tally = tallies.get(key) ?? {
            place: { set, metric, form },
            asked: 0,
            counts: new Map(),
            masses: [],
          };
          tallies.set(key, tally);
          tally.asked += 1;
          tally.counts.set(status, (tally.counts.get(status) ?? 0) + 1);
          if (score) tally.masses.push(score.legalMass);
        }
      }
    },
    rows: () =>
      Array.from(tallies.values(), ({ place, asked, counts, masses }) => ({
        ...place,
        asked,
        counts: Object.fromEntries(counts),
        ...(masses.length > 0 && { legalMass: { median: median(masses), classes: classesOf(masses) } }),
      })),
  };
}

function classesOf(masses: readonly number[]): number[] {
  const classOf = (mass: number): number => massBounds.filter((bound) => mass >= bound).length;
  return Array.from({ length: massBounds.length + 1 }, (_, at) => masses.filter((mass) => classOf(mass) === at).length);
}
