import type { Metric } from '../../metrics/metric.js';
import type { Assignment } from './assign-coders.js';
import type { DrawOptions, SampledComment } from './draw-sample.js';
import type { SheetItem } from './sheet-item.js';

/** All that the files of a sample say. */
export interface SampleToWrite {
  /** Of the experiment. */
  name: string;
  dir: string;
  sample: readonly SampledComment[];
  /** By their ids. */
  items: ReadonlyMap<string, SheetItem>;
  metrics: readonly Metric[];
  assignments: readonly Assignment[];
  showRole: boolean;
  draw: DrawOptions['draw'];
  seed: number;
}
