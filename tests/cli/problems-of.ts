import type { Problem } from '../../src/errors.js';
import type { Exit } from './syndisco.js';

/** The problems that a command with `--json` printed. */
export function problemsOf({ stderr }: Exit): Problem[] {
  const line = stderr.split('\n').find((one) => one.startsWith('{"problems"')) ?? '{"problems":[]}';
  return (JSON.parse(line) as { problems: Problem[] }).problems;
}
