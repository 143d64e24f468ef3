import type { Descriptive } from './descriptives.js';
import type { DiscussionFigures } from './discussion-figures.js';
import type { Adjustment } from './effects/adjust-p-values.js';
import type { ClusterBy } from './effects/clusters.js';
import { fewestClusters } from './effects/bootstrap-interval.js';
import type { ContrastEffect } from './effects/compare-all.js';
import { singleCell } from './effects/effect.js';
import { factorsWithoutPairs, type Contrast } from './effects/contrasts.js';

interface Known {
  byCondition: ReadonlyMap<string, readonly DiscussionFigures[]>;
  descriptives: readonly Descriptive[];
  effects: readonly ContrastEffect[];
  confounded: readonly string[];
  design: {
    declared: readonly Contrast[];
    undeclared: readonly Contrast[];
    isDeclaredUnknown: boolean;
    adjustment: Adjustment;
    isPaired: boolean;
    cluster: ClusterBy;
    withdrawn: readonly { id: string; why: string }[];
  };
}

/** Fewer discussions in a condition are a pilot. */
const enoughDiscussions = 10;

/** What a reader must know to read the tables, one sentence or two each. */
export function notesOn(known: Known): string[] {
  return [
    ...onSize(known),
    ...onIntervals(known),
    ...onTests(known),
    ...onOmissions(known),
    ...onTokens(known),
    'Diversity falls and rises with the length of comments: read both together. Higher is not better.',
  ];
}

function onSize({ byCondition }: Known): string[] {
  const smallest = Math.min(...[...byCondition.values()].map((own) => own.length));
  if (smallest >= enoughDiscussions) return [];
  const has = `a condition has only ${count(smallest, 'discussion')}`;
  return [`Pilot, not proof: ${has}, and ${enoughDiscussions} are the least for a finding.`];
}

function onIntervals({ descriptives, effects, design: { isPaired, cluster } }: Known): string[] {
  const all = [
    ...descriptives.map(({ n, interval }) => ({ clusters: n, interval, untested: undefined, df: undefined })),
    ...effects,
  ];
  const hasSingle = all.some(({ untested }) => untested === singleCell);
  const hasFew = all.some(({ clusters, untested }) => clusters < fewestClusters && untested !== singleCell);
  const isNarrow = all.some(
    ({ clusters, interval, df = Infinity }) => interval && (clusters < enoughDiscussions || df < enoughDiscussions - 1),
  );
  const hasPairs = isPaired && effects.length > 0;
  const unit = hasPairs ? 'replicate, compared with itself in other conditions' : 'discussion';
  const resampled = cluster === 'topic' ? 'topics' : hasPairs ? 'replicates' : 'discussions';
  return [
    `The unit is the ${unit}. Intervals are 95 % percentile intervals of 2,000 seeded bootstrap resamples of ${resampled}.`,
    ...(hasFew
      ? [
          `Means of fewer than ${fewestClusters} ${cluster === 'topic' ? 'topics' : 'discussions'} have no interval: it would be their range.`,
        ]
      : []),
    ...(hasSingle
      ? [
          'A contrast with a single discussion in a cell has neither interval nor test: nothing shows how discussions vary.',
        ]
      : []),
    ...(isNarrow
      ? [
          `Intervals from fewer than ${enoughDiscussions} clusters, or ${enoughDiscussions - 1} degrees of freedom, are too narrow (Cameron, Gelbach & Miller 2008).`,
        ]
      : []),
  ];
}

function onTests({ design, effects }: Known): string[] {
  const method = { holm: 'Holm', bh: 'Benjamini-Hochberg' }[design.adjustment];
  const declared = design.declared.length;
  if (declared > 1) {
    return [
      `p-values are adjusted over the ${declared} declared contrasts of a measure (${method}), tested or not; exploratory contrasts are not tested.`,
    ];
  }
  if (declared === 1)
    return ['One contrast is declared, so p-values need no adjustment; exploratory contrasts are not tested.'];
  if (design.isDeclaredUnknown) {
    return [
      'The config no longer has the contrasts that were frozen with the plan before any text was made: those of now are exploratory, and none is tested. Restore them (declared.contrasts).',
    ];
  }
  if (design.undeclared.length > 0) {
    return [
      'The contrasts of the config were added after the plan was frozen: all are exploratory, and none is tested.',
    ];
  }
  return effects.length > 0 ? ['No contrast is declared in the config: all are exploratory, and none is tested.'] : [];
}

function onOmissions({ byCondition, effects, confounded, design }: Known): string[] {
  const dropped = Math.max(0, ...effects.map(({ withoutPartner = 0 }) => withoutPartner));
  const leftOut = [...new Set(effects.flatMap((effect) => effect.leftOut ?? []))];
  const separate = [...new Set(confounded)];
  return [
    ...design.withdrawn.map(({ id, why }) => `${id} is withdrawn and left out: ${why}`),
    ...(dropped > 0
      ? [`Up to ${count(dropped, 'discussion')} of a contrast have no partner in the other level and are left out.`]
      : []),
    ...(leftOut.length > 0
      ? [
          `Levels are compared within the same levels of all other factors. Where only one of the two occurs, discussions are left out of the contrast: ${listNames(leftOut)}.`,
        ]
      : []),
    ...(separate.length > 0
      ? [
          `Not listed, because the levels never occur with the same levels of the other factors: ${listNames(separate)}.`,
        ]
      : []),
    ...factorsWithoutPairs([...byCondition.values()].flat()).map(
      ({ factor, levels, pairs, canBeDeclared }) =>
        `${factor} has ${levels} levels, ${pairs} pairs: too many to list as exploratory contrasts.${canBeDeclared ? ' Declare those of interest (declared.contrasts) before the run.' : ''}`,
    ),
  ];
}

function onTokens({ byCondition }: Known): string[] {
  const figures = [...byCondition.values()].flat();
  const pairs = figures.reduce((sum, each) => sum + each.pairs.all, 0);
  const empty = figures.reduce((sum, each) => sum + each.pairs.withoutTokens, 0);
  return noteOnTokens({ all: pairs, withoutTokens: empty }, 'pairs of comments');
}

/** Silence and other scripts look perfectly diverse. */
export function noteOnTokens({ all, withoutTokens }: DiscussionFigures['pairs'], of: string): string[] {
  if (withoutTokens === 0) return [];
  return [
    `${withoutTokens} of ${all} ${of} have no token of a–z or 0–9 on one side and count as entirely different; for other scripts, use --tokens unicode.`,
  ];
}

/** The JSON has all of them. */
const mostNames = 6;

function listNames(names: readonly string[]): string {
  const more = names.length - mostNames;
  return `${names.slice(0, mostNames).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
