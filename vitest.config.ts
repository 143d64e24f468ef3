import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    maxConcurrency: 2,
    reporters: process.env['CI'] ? ['default', './tests/closing-line.ts'] : ['default', './tests/closing-line.ts'],
  },
});
