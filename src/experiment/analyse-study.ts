import { analyse, type Analysis } from '../analysis/analyse.js';
import { collectStudyTexts, type ReferenceComparison } from '../analysis/compare-with-reference.js';
import { discussionFigures, type DiscussionFigures } from '../analysis/discussion-figures.js';
import type { Adjustment } from '../analysis/effects/adjust-p-values.js';
import type { ClusterBy } from '../analysis/effects/clusters.js';
import { labelsOverTurns } from '../analysis/labels-over-turns.js';
import type { MeasureOptions } from '../analysis/measures/measure.js';
import type { OpenRandom } from '../analysis/open-random.js';
import { analyseProbes, type ProbeAnalysis } from '../analysis/probes/analyse-probes.js';
import { probedDiscussion, type ProbedDiscussion } from '../analysis/probes/probed-discussion.js';
import { probeTables } from '../analysis/tables/probe-tables.js';
import { reportTables, type ReportTable } from '../analysis/tables/report-tables.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import type { AnnotatedDiscussion } from '../dataset/column-layout.js';
import { defaultSet } from '../default-set.js';
import { readReference } from '../inputs/read-reference.js';
import { openStream } from '../plan/setup/random-stream.js';
import { studyDesign } from './study-design.js';

export interface AnalysisOptions extends MeasureOptions {
  adjustment: Adjustment;
  cluster: ClusterBy;
  /** A CSV of comments by people. */
  reference?: string;
}

export interface StudyResults {
  analysis: Analysis;
  reference?: ReferenceComparison;
  /** What participants answered in private. */
  probes: ProbeAnalysis;
  tables: readonly ReportTable[];
}

/** Measures each discussion that passes by and keeps its figures; `results` has what they say together. */
export interface StudyAnalysis {
  note(read: AnnotatedDiscussion): void;
  results(): StudyResults;
}

export async function analyseStudy(config: ExperimentConfig, options: AnalysisOptions): Promise<StudyAnalysis> {
  const corpus = options.reference === undefined ? undefined : await readReference(options.reference);
  const openRandom: OpenRandom = (...purpose) => openStream([config.seed, 'analysis', ...purpose]);
  const texts = corpus && collectStudyTexts(openRandom);
  const design = await studyDesign(config, options);
  const categories = categoriesOf(config);
  const figures: DiscussionFigures[] = [];
  const labels = labelsOverTurns();
  const probed: ProbedDiscussion[] = [];
  return {
    note({ discussion, annotations }) {
      const ofDefaultSet = annotations.filter(({ annotation }) => annotation.set === defaultSet);
      const measured = discussionFigures(discussion, ofDefaultSet, { ...options, categories });
      figures.push(measured.figures);
      labels.add(discussion.condition, measured.labels);
      texts?.add(discussion);
      probed.push(...probedDiscussion(discussion));
    },
    results() {
      const analysis = analyse(figures, labels, design, openRandom);
      const reference = corpus && texts?.compare(figures, corpus, options);
      const probes = analyseProbes(probed, { cluster: options.cluster, openRandom });
      const tables = [...reportTables(analysis, reference), ...probeTables(probes)];
      return { analysis, ...(reference && { reference }), probes, tables };
    },
  };
}

function categoriesOf({ annotation }: ExperimentConfig): Map<string, readonly string[]> {
  return new Map(
    annotation?.metrics?.flatMap((metric) =>
      metric.type === 'category' ? [[metric.name, metric.values] as const] : [],
    ),
  );
}
