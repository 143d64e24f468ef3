import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { defineConfig } from 'vitest/config';

/** Rooms whose tests leave nothing behind in their process: their files share workers, and load each module once. */
const sharing = [
  'analysis',
  'annotation',
  'config',
  'dataset',
  'discussion',
  'documents',
  'forecast',
  'inputs',
  'manuscript',
  'metrics',
  'plan',
  'quality',
  'run',
  'source',
];
const filesOfSharing = `tests/{${sharing.join()}}/**/*.test.ts`;

/** From the longest: begun last, one of the first would run alone on one worker. */
const longest = ['tests/faults/quick', 'tests/cli/errors/', 'tests/cli/help', 'tests/cli/', 'tests/'];

/** The short files that share workers come last, beside each other: another file between them would end their worker. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((one, other) => rankOf(one) - rankOf(other));
  }
}

function rankOf({ moduleId, project }: TestSpecification): number {
  return project.config.isolate ? longest.findIndex((part) => moduleId.includes(part)) : longest.length;
}

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One more than the two cores of CI: tests wait for processes, servers and clocks.
    maxWorkers: 3,
    maxConcurrency: 2,
    reporters: ['default', './tests/closing-line.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: { name: 'apart', include: ['tests/**/*.test.ts'], exclude: [filesOfSharing] },
      },
      { extends: true, test: { name: 'sharing', include: [filesOfSharing], isolate: false } },
    ],
  },
});
