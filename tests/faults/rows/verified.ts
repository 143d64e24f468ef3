import { loseRecord } from '../lost-records.js';
import { onModelDisk } from '../on-model-disk.js';
import { changeDesign } from '../side-by-side.js';
import { verifyMeanwhile } from '../verify-meanwhile.js';
import { changeSomething, exchangeJournals, loseLastDocument } from '../what-verify-sees.js';

/** Of a finished run a byte is changed or a file is lost: verify sees it, and makes again what a journal has. */
export const verified = onModelDisk({
  name: 'changed and lost files (model disk)',
  plays: [
    changeSomething,
    changeSomething,
    changeSomething,
    loseLastDocument,
    loseRecord,
    exchangeJournals,
    verifyMeanwhile,
    changeDesign,
  ],
  quick: 200,
  full: 50_000,
});
