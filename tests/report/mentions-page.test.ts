import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { townHallProject, writeIn } from '../cli/syndisco.js';
import { closeBrowser, hasBrowser, openReport } from './browser.js';
import { findViolations } from './find-violations.js';
import { mustRun } from './report-project.js';

afterAll(closeBrowser);

describe.skipIf(!hasBrowser && process.env['CI'] === undefined)('who addresses whom', () => {
  it(
    'when comments address people, then networks and tables have the same numbers, in both schemes without a violation',
    { timeout: 120_000 },
    async () => {
      await using project = await townHallProject();
      await writeIn(project.dir, {
        'engine.mjs': "export const load = () => ({ generate: () => 'I agree with @moderator, and with @nobody.' });\n",
      });
      await project.edit('library_type: scripted', 'library_type: ./engine.mjs');
      await project.edit('num_experiments: 4', 'num_experiments: 1');
      await mustRun(['generate', '-c', project.config]);
      await mustRun(['report', '-c', project.config]);
      await using tab = await openReport(join(project.dir, 'run/report.html'), { hash: '#/mentions' });
      const { page } = tab;
      const rows = await page.locator('#mentions ~ .scroll tbody tr').allInnerTexts();
      expect(rows.join('\n')).toMatch(/participant\s+moderator\s+5\s+83.3/);
      expect(rows.join('\n')).toMatch(/moderator\s+moderator\s+5\s+100.0/);
      expect(await page.locator('.network title').allTextContents()).toContain('participant → moderator: 5');
      expect(await findViolations(page)).toEqual([]);
      await page.goto(`${page.url().split('#')[0] ?? ''}#town-hall-0001`);
      await page.locator('.addressed summary').click();
      const listed = await page.locator('.addressed li').allInnerTexts();
      expect(listed.join('\n')).toMatch(/moderator → moderator: 5 comments/);
      expect(await page.locator('.addressed .network .link').count()).toBe(listed.length);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await findViolations(page)).toEqual([]);
      expect(tab.trouble).toEqual([]);
    },
  );
});
