import type { Metric } from '../metrics/metric.js';
import type { AgreeOptions } from '../analysis/agreement/agree.js';
import { collectLabels } from '../analysis/agreement/collect-labels.js';
import { firstColumn, rowsOf, type DiscussionRows, type LabelTable } from '../analysis/agreement/label-table.js';
import { calibrate, type Calibration } from '../analysis/calibration/calibrate.js';
import { calibrationNotes } from '../analysis/calibration/calibration-notes.js';
import type { LabelChoice } from '../analysis/labels.js';
import type { AnnotatedDiscussion } from '../dataset/column-layout.js';
import { commentId } from '../dataset/columns/comment-columns.js';
import { defaultSet } from '../default-set.js';
import { askedNumbers } from '../documents/free-text-labels.js';
import type { MetricRecord } from '../documents/records.js';
import { fail, throwIfAny, type Problem } from '../errors.js';
import { humanAnnotations } from './human-annotations.js';
import { collectSampledLabels, type SampledLabels } from './human-sample/sampled-labels.js';
import type { HumanLabel, SplitPart } from '../inputs/human-labels/human-label.js';
import { readHumanLabels, type HumanLabels } from '../inputs/human-labels/read-human-labels.js';
import { showValue } from '../source/show-value.js';
import { suggest } from '../source/suggest.js';

export interface CalibrationOptions {
  /** Files of labels by people, and folders with them. */
  humans: readonly string[];
  /** The key of the sample that people labelled; looked for near the files if absent. */
  key?: string;
  /** The share of discussions for development, if the file has no column `split`. */
  split?: number;
  /** The annotation set that people are compared with; the default one if absent. */
  set?: string;
}

/** Annotators beside people, on the comments that people labelled. */
export interface StudyCalibration {
  note(read: AnnotatedDiscussion): void;
  /** Throws if the file has labels of comments, metrics or values that the study does not have. */
  results(design: Omit<AgreeOptions, 'openRandom'>): {
    calibrations: Calibration[];
    notes: string[];
    /** Absent if no key says how comments were drawn. */
    sampled?: SampledLabels;
  };
}

interface Context {
  choice: LabelChoice;
  openRandom: AgreeOptions['openRandom'];
}

const code = 'SYNDISCO_HUMANS_INVALID' as const;
const mostProblems = 10;

export async function calibrateStudy(
  { humans, key, split, set = defaultSet }: CalibrationOptions,
  { choice, openRandom }: Context,
): Promise<StudyCalibration> {
  const sheet = await readHumanLabels({ paths: humans, ...(key !== undefined && { key }) });
  const byComment = groupByComment(sheet.labels);
  const collected = collectLabels(choice);
  const sampled = sheet.key && collectSampledLabels(sheet.key, choice);
  const found = {
    ids: new Set<string>(),
    sets: new Set<string>(),
    metrics: new Set<string>(),
    problems: [] as Problem[],
  };
  return {
    note({ discussion, annotations }) {
      const own = discussion.comments.map((comment) => byComment.get(commentId({ discussion, comment })) ?? []);
      for (const labels of own) if (labels[0]) found.ids.add(labels[0].commentId);
      if (!sampled?.isIn(discussion) && own.every(({ length }) => length === 0)) return;
      for (const { annotation } of annotations) found.sets.add(annotation.set);
      const ofModels = annotations.filter(({ annotation }) => annotation.set === set);
      const metrics = new Map(ofModels.flatMap(metricsIn));
      if (own.some(({ length }) => length > 0)) for (const metric of metrics.keys()) found.metrics.add(metric);
      const people = humanAnnotations(own, { set, metrics });
      found.problems.push(...people.problems);
      if (people.sources.length > 0) collected.add(discussion, [...ofModels, ...people.sources]);
      sampled?.add(discussion, { metrics, ofModels, ofPeople: people.sources });
    },
    results(design) {
      refuseUnknownSet(set, found.sets);
      throwIfAny(
        [
          ...unknownIds(byComment, found.ids),
          ...unknownMetrics(sheet, { set, known: found.metrics }),
          ...found.problems,
        ].slice(0, mostProblems),
      );
      const parts = sheet.parts ?? (split === undefined ? undefined : drawParts(byComment, split, openRandom));
      const calibrations = collected
        .tables()
        .filter(({ coders }) => coders.some(({ isHuman }) => isHuman) && coders.some(({ isHuman }) => !isHuman))
        .flatMap((table) =>
          (parts ? (['development', 'test'] as const) : (['all'] as const)).flatMap((part) => {
            const labelled = labelledRows(table, (id) => part === 'all' || parts?.get(id) === part);
            return labelled.every(({ rows }) => rows.length === 0)
              ? []
              : [calibrate(table, labelled, { design, openRandom, part })];
          }),
        );
      const ignored = sheet.metrics.filter((metric) => !found.metrics.has(metric));
      const notes = calibrationNotes(calibrations, { split: sheet.parts ? 'column' : split, ignored });
      const labels = sampled?.results();
      return {
        calibrations,
        notes: [...notes, ...notesOnGaps(sheet), ...(labels?.notes ?? [])],
        ...(labels && { sampled: labels }),
      };
    },
  };
}

/** A run whose default set is not made yet has labels of none. */
function refuseUnknownSet(set: string, known: ReadonlySet<string>): void {
  if (set === defaultSet || known.has(set)) return;
  const names = [...known].sort();
  throw fail({
    code: 'SYNDISCO_USAGE',
    what: `There are no annotations of the set ${set}: ${names.length === 0 ? 'nothing is annotated' : `the sets are ${names.join(' and ')}`}.`,
    todo: `Make it with annotate --as ${set}, or name another one.`,
    path: '--as',
  });
}

function notesOnGaps({ empty, unjudged }: HumanLabels): string[] {
  const [first] = empty;
  const place = `${first?.file ?? ''}:${first?.line ?? 0}:${first?.column ?? 0}`;
  return [
    ...(first
      ? [`${empty.length} cells of labels by people are empty, the first at ${place}: they count as missing.`]
      : []),
    ...(unjudged > 0 ? [`People could not judge ${unjudged} times: these count as missing.`] : []),
  ];
}

/** Of answers in free text, the numbers that the prompt asks for. */
function metricsIn({ annotation }: AnnotatedDiscussion['annotations'][number]): [string, MetricRecord][] {
  if (annotation.metrics.size > 0) return [...annotation.metrics];
  return askedNumbers(annotation).map((name) => {
    const metric: Metric = { name, type: 'number', cannotJudge: true };
    return [name, { type: 'number', scale: '["number"]', metric }];
  });
}

function groupByComment(labels: readonly HumanLabel[]): Map<string, HumanLabel[]> {
  const groups = new Map<string, HumanLabel[]>();
  for (const label of labels) {
    const own = groups.get(label.commentId);
    if (own) own.push(label);
    else groups.set(label.commentId, [label]);
  }
  return groups;
}

function unknownIds(byComment: ReadonlyMap<string, readonly HumanLabel[]>, known: ReadonlySet<string>): Problem[] {
  const unknown = [...byComment].filter(([id]) => !known.has(id));
  return unknown.slice(0, mostProblems).flatMap(([id, [label]]) =>
    label
      ? [
          {
            code,
            what: `No comment of this study has the comment_id ${showValue(id)}.`,
            todo:
              unknown.length > 1
                ? `${unknown.length} ids are unknown: take the labels of this study.`
                : 'Fix the id, or remove the row.',
            where: label.where,
          },
        ]
      : [],
  );
}

/** Further columns are ignored and named, unless one of them looks like a metric, or no metric is there at all. */
function unknownMetrics(
  { metrics, whereColumn }: HumanLabels,
  { set, known }: { set: string; known: ReadonlySet<string> },
): Problem[] {
  const asked = set === defaultSet ? 'the default annotation set' : `the annotation set ${set}`;
  const others = metrics.filter((metric) => !known.has(metric));
  const missing = [...known].filter((metric) => !metrics.includes(metric));
  const near = others.flatMap((name) => {
    const meant = suggest(name, missing);
    return meant ? [{ name, todo: `Is it the metric "${meant}"? Rename it.` }] : [];
  });
  const none = metrics.some((metric) => known.has(metric)) || near.length > 0 ? [] : [others[0] ?? ''];
  const names = known.size > 0 ? [...known].join(', ') : 'none';
  return [
    ...near.map(({ name, todo }) => ({
      code,
      what: `There is no metric ${showValue(name)} in ${asked}.`,
      todo,
      where: whereColumn(name),
    })),
    ...none.map((name) => ({
      code,
      what: `No column is a metric of ${asked}.`,
      todo: `Its metrics are: ${names}. --as NAME compares with another annotation set.`,
      where: whereColumn(name),
    })),
  ];
}

/** Whole discussions, so that no part has seen comments of the other's. */
function drawParts(
  byComment: ReadonlyMap<string, unknown>,
  share: number,
  openRandom: AgreeOptions['openRandom'],
): Map<string, SplitPart> {
  const discussionOf = (id: string): string => id.slice(0, id.lastIndexOf('/'));
  const discussions = [...new Set([...byComment.keys()].map(discussionOf))].sort();
  const random = openRandom('calibration', 'split');
  for (let last = discussions.length - 1; last > 0; last -= 1) {
    const other = random.integer(last + 1);
    [discussions[last], discussions[other]] = [discussions[other] ?? '', discussions[last] ?? ''];
  }
  const development = new Set(discussions.slice(0, Math.round(share * discussions.length)));
  return new Map([...byComment.keys()].map((id) => [id, development.has(discussionOf(id)) ? 'development' : 'test']));
}

/** Comments that a person labelled, of one part; annotators' first answers to the question as configured. */
function labelledRows({ coders, discussions }: LabelTable, isOf: (id: string) => boolean): DiscussionRows[] {
  const people = coders.flatMap(({ isHuman }, index) => (isHuman ? [index] : []));
  const own = discussions.map((discussion) => ({
    ...discussion,
    columns: discussion.columns.map((column) => ({
      ...column,
      codes: column.codes.map((label, turn) => (isOf(`${discussion.id}/${turn}`) ? label : 0)),
    })),
  }));
  return rowsOf(own, (columns) => coders.map((_, coder) => firstColumn(columns, coder))).map((discussion) => ({
    ...discussion,
    rows: discussion.rows.filter((row) => people.some((index) => (row[index] ?? 0) > 0)),
  }));
}
