import { agree, type Agreement } from '../analysis/agreement/agree.js';
import { notesOnAgreement } from '../analysis/agreement/agreement-notes.js';
import { collectLabels } from '../analysis/agreement/collect-labels.js';
import { analyse, type Analysis } from '../analysis/analyse.js';
import type { Calibration } from '../analysis/calibration/calibrate.js';
import { collectStudyTexts, type ReferenceComparison } from '../analysis/compare-with-reference.js';
import { discussionFigures, type DiscussionFigures } from '../analysis/discussion-figures.js';
import type { Adjustment } from '../analysis/effects/adjust-p-values.js';
import type { ClusterBy } from '../analysis/effects/clusters.js';
import { labelQualities } from '../analysis/label-quality.js';
import type { LabelChoice } from '../analysis/labels.js';
import { labelsOverTurns } from '../analysis/labels-over-turns.js';
import type { MeasureOptions } from '../analysis/measures/measure.js';
import { multiverse, type MultiverseRow } from '../analysis/multiverse.js';
import { noteOnTokens } from '../analysis/notes.js';
import type { OpenRandom } from '../analysis/open-random.js';
import { analyseProbes, type ProbeAnalysis } from '../analysis/probes/analyse-probes.js';
import { probedDiscussion, type ProbedDiscussion } from '../analysis/probes/probed-discussion.js';
import { probeTables } from '../analysis/tables/probe-tables.js';
import type { ReportTable } from '../analysis/tables/report-table.js';
import { weightedMeansTable } from '../analysis/tables/weighted-means-table.js';
import { reportTables } from '../analysis/tables/report-tables.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import type { AnnotatedDiscussion } from '../dataset/column-layout.js';
import { defaultSet } from '../default-set.js';
import { plainForm } from '../plain-form.js';
import { readReference } from '../inputs/read-reference.js';
import { openStream } from '../random-stream.js';
import { calibrateStudy, type CalibrationOptions, type StudyCalibration } from './calibrate-study.js';
import type { SampledLabels } from './human-sample/sampled-labels.js';
import { seedOfRun } from './seed-of-run.js';
import { studyDesign } from './study-design.js';

export interface AnalysisOptions extends MeasureOptions {
  adjustment: Adjustment;
  cluster: ClusterBy;
  labels: LabelChoice;
  /** Labels by people, to calibrate annotators on. */
  calibration?: CalibrationOptions;
  /** A CSV of comments by people. */
  reference?: string;
}

export interface StudyResults {
  analysis: Analysis;
  reference?: ReferenceComparison;
  agreement: readonly Agreement[];
  agreementNotes: readonly string[];
  multiverse: readonly MultiverseRow[];
  /** Absent without labels by people. */
  calibration?: readonly Calibration[];
  /** Labels by people beside the models', with the chances of the sample; absent without its key. */
  sampled?: SampledLabels;
  /** What participants answered in private. */
  probes: ProbeAnalysis;
  tables: readonly ReportTable[];
}

/** Measures each discussion that passes by and keeps its figures; `results` has what they say together. */
export interface StudyAnalysis {
  note(read: AnnotatedDiscussion): void;
  /** Of all that it draws. */
  seed: number;
  results(): StudyResults;
}

export async function analyseStudy(config: ExperimentConfig, options: AnalysisOptions): Promise<StudyAnalysis> {
  const corpus = options.reference === undefined ? undefined : await readReference(options.reference);
  const seed = await seedOfRun(config);
  const openRandom: OpenRandom = (...purpose) => openStream([seed, 'analysis', ...purpose]);
  const texts = corpus && collectStudyTexts(openRandom);
  const design = await studyDesign(config, options);
  const categories = categoriesOf(config);
  const figures: DiscussionFigures[] = [];
  const labels = labelsOverTurns();
  const qualities = labelQualities();
  const collected = collectLabels(options.labels);
  const universes = multiverse({ categories, labels: options.labels, openRandom });
  const people =
    options.calibration && (await calibrateStudy(options.calibration, { choice: options.labels, openRandom }));
  const probed: ProbedDiscussion[] = [];
  return {
    note(read) {
      const { discussion, annotations } = read;
      people?.note(read);
      const measured = discussionFigures(discussion, asConfigured(annotations), { ...options, categories });
      for (const { annotation, answers } of annotations) qualities.add(annotation, answers.values());
      figures.push(measured.figures);
      labels.add(discussion.condition, measured.labels);
      texts?.add(discussion);
      collected.add(discussion, annotations);
      universes.add(discussion, annotations);
      probed.push(...probedDiscussion(discussion));
    },
    seed,
    results() {
      const analysed = analyse(figures, labels, design, openRandom);
      const reference = corpus && texts?.compare(figures, corpus, options);
      const onReference = reference ? noteOnTokens(reference.pairs, 'pairs of comments of the reference') : [];
      const analysis = { ...analysed, notes: [...analysed.notes, ...onReference] };
      const agreement = collected.tables().map((table) => agree(table, { ...design, openRandom }));
      const rows = universes.rows(figures, analysis.effects, design);
      const probes = analyseProbes(probed, { cluster: options.cluster, openRandom });
      const calibrated = ofPeople(people?.results(design));
      return {
        ...{ analysis, ...(reference && { reference }), agreement },
        agreementNotes: [...notesOnAgreement(agreement, options.labels), ...calibrated.notes],
        multiverse: rows,
        probes,
        ...calibrated.results,
        tables: [
          ...reportTables(analysis, {
            ...{ reference, qualities: qualities.rows() },
            agreement,
            calibrations: calibrated.results.calibration,
            universes: rows,
          }),
          ...calibrated.tables,
          ...probeTables(probes),
        ],
      };
    },
  };
}

/** Those of the default set in the plain form. */
function asConfigured(annotations: AnnotatedDiscussion['annotations']): AnnotatedDiscussion['annotations'] {
  return annotations.filter(({ annotation: { set, form } }) => set === defaultSet && form === plainForm);
}

/** What labels by people add; nothing without any. */
function ofPeople(calibrated: ReturnType<StudyCalibration['results']> | undefined): {
  results: Pick<StudyResults, 'calibration' | 'sampled'>;
  notes: readonly string[];
  tables: readonly ReportTable[];
} {
  if (!calibrated) return { results: {}, notes: [], tables: [] };
  const { calibrations: calibration, sampled, notes } = calibrated;
  return {
    results: { calibration, ...(sampled && { sampled }) },
    notes,
    tables: sampled ? [weightedMeansTable(sampled.means)] : [],
  };
}

function categoriesOf({ annotation }: ExperimentConfig): Map<string, readonly string[]> {
  return new Map(
    annotation?.metrics?.flatMap((metric) =>
      metric.type === 'category' ? [[metric.name, metric.values] as const] : [],
    ),
  );
}
