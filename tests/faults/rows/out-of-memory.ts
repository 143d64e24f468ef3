import { run } from '../program.js';
import { openRandom, type Random } from '../random.js';
import { partOf, range, seedOf, tryAll, type Row } from '../row.js';
import { disturbStudy, undisturbedStudy, type Disturb } from '../study.js';

/** An engine that leaks, or a heap in which the program itself has little room: it dies, and nothing is lost. */
export const outOfMemory: Row = {
  name: 'out of memory (--max-old-space-size)',
  async run(tier) {
    const studies = partOf(tier, range(tier.count(1, 100)));
    let deaths = 0;
    const violations = await tryAll(studies, tier.parallel, async (index) => {
      const wrong: string[] = [];
      const disturb = starve(openRandom(seedOf(tier, index)), wrong);
      const tried = await disturbStudy('generated', await undisturbedStudy('generated'), disturb);
      deaths += tried.faults;
      return [...wrong, ...tried.violations];
    });
    if (studies.length > 0 && deaths === 0) violations.push('nothing ran out of memory');
    return { faults: deaths, violations, note: `in ${studies.length} studies` };
  },
};

function starve(random: Random, wrong: string[]): Disturb {
  return async (town, step) => {
    const asks = step === 'generate' || step === 'annotate';
    const heapMb = asks ? 80 : 8 + random.integer(20);
    const leak = asks ? { FAULTS_LEAK_KB: String(2000 + random.integer(20_000)) } : {};
    const env = { NODE_OPTIONS: `--max-old-space-size=${heapMb}`, ...leak };
    const { code, signal, stderr } = await run(town, [], { command: step, env });
    const hasDied = signal === 'SIGABRT' || code === 134;
    if (!hasDied && code !== 0) wrong.push(`${step} in ${heapMb} MB ended with ${code ?? '?'}: ${stderr.trim()}`);
    return hasDied;
  };
}
