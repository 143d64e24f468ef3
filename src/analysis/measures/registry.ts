import { commentLength } from './comment-length.js';
import { diversity } from './diversity.js';
import { interventionRate } from './intervention-rate.js';
import type { Measure } from './measure.js';
import { participation } from './participation.js';
import { silenceRate } from './silence-rate.js';
import { truncationRate } from './truncation-rate.js';
import { turnGini } from './turn-gini.js';

/** In the order of tables; diversity stands beside comment length. */
export const measures: readonly Measure[] = [
  participation,
  turnGini,
  silenceRate,
  interventionRate,
  commentLength,
  diversity,
  truncationRate,
];

/**
 * Those that a corpus of comments without a design has, too. Not the Gini coefficient: such a corpus does not say who was
 * there and never spoke, which makes it look more equal.
 */
export const measuresOfTexts: readonly Measure[] = [commentLength, diversity];
