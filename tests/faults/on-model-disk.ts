import { loadProgram, type Program } from './load-program.js';
import { openRandom, type Random } from './random.js';
import { range, seedOf, tryAll, type Row } from './row.js';

type Play = (library: Program, random: Random) => Promise<string[]>;

interface Plays {
  name: string;
  /** In turn; one that matters more is there more often. */
  plays: readonly [Play, ...Play[]];
  quick: number;
  full: number;
}

/** Some plays wait for a real clock, if only for moments. */
const sideBySide = 4;

/** A row in this process: the program's own modules on a disk that is not there, a seed each. `only` picks a play. */
export function onModelDisk({ name, plays, quick, full }: Plays): Row {
  return {
    name,
    async run(tier) {
      const library = await loadProgram();
      const chosen = plays.filter((play) => play.name.includes(tier.only));
      const seeds = tier.count(quick, full);
      const violations = await tryAll(range(seeds), sideBySide, async (index) => {
        const play = chosen[index % chosen.length] ?? plays[0];
        const found = await play(library, openRandom(seedOf(tier, index)));
        return found.map((violation) => `${play.name}, seed ${index}: ${violation}`);
      });
      return { faults: seeds, violations };
    },
  };
}
