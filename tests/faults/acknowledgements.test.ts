import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAcknowledgements } from './acknowledgements.js';
import { inScratch, scratch } from './scratch.js';

describe('the acknowledgement file', () => {
  it('when a kill tore a line, then the next one still counts and the torn one does not', async () => {
    const { asked, shown, violations } = await inScratch(async () => {
      const acknowledged = join(await scratch(), 'acknowledged');
      await writeFile(acknowledged, '\n7 <8/3/aa> .\n7 <8/4/bb> <8/3/\n9 <8/4/cc> <8/3/aa> .');
      return readAcknowledgements({ acknowledged });
    });
    expect([...asked]).toEqual([
      ['8/3', ['<8/3/aa>']],
      ['8/4', ['<8/4/cc>']],
    ]);
    expect([...shown]).toEqual([['8/3', '<8/3/aa>']]);
    expect(violations).toEqual([]);
  });
});
