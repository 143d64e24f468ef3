import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { root, syndisco, townHallProject, writeIn } from '../cli/syndisco.js';
import { closeBrowser, hasBrowser, openReport } from './browser.js';
import { mustRun } from './report-project.js';

afterAll(closeBrowser);

const texts = [
  '=HYPERLINK("http://evil.example","x")',
  '<img src=x onerror=alert(1)><b>bold?</b>',
  '</script><script>alert(3)</script>',
  '<!--<script>alert(4)//',
  '\u001b[31mred\u001b[0m',
  '\u202eevil ltr \u0645\u0631\u062d\u0628\u0627',
  '👩‍👩‍👧‍👦 🇬🇷',
  `runaway ${'word '.repeat(200_000)}`,
  'W'.repeat(3000),
];
const names = ['<i>eve</i>', '\u202edave', '=cmd|A0', '</script><script>alert(5)</script>'];

describe.skipIf(!hasBrowser && process.env['CI'] === undefined)('a hostile corpus in the report', () => {
  it('when names, traits and texts are formulas, markup, control codes, right-to-left marks, emoji and a megabyte, then all of it is text, nothing runs and nothing overflows', async () => {
    await using project = await townHallProject();
    await writeIn(project.dir, {
      'personas.json': JSON.stringify(
        names.map((username) => ({ username, '<b>trait</b>': '<script>alert(6)</script>' })),
      ),
      'engine.mjs': `const texts = ${JSON.stringify(texts)}; let at = 0; export const load = () => ({ generate: () => texts[at++ % texts.length] });\n`,
    });
    await project.edit('library_type: scripted', 'library_type: ./engine.mjs');
    await project.edit('num_experiments: 4, num_users: 3', 'num_experiments: 1, num_users: 4');
    await mustRun(['generate', '-c', project.config]);
    await mustRun(['report', '-c', project.config]);
    const report = join(project.dir, 'run/report.html');
    await using tab = await openReport(report, { width: 375, height: 740, hash: '#town-hall-0001' });
    const { page } = tab;
    await page.locator('.comment').first().waitFor();
    expect(
      await page.evaluate(() => document.querySelectorAll('main :is(img, script, i:not(.labels i), b)').length),
    ).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    const said = await page.locator('.comment .text').allInnerTexts();
    expect(said).toContain(texts[1]);
    expect(said).toContain(texts[2]);
    expect(said).toContain('␛[31mred␛[0m');
    expect(said.find((text) => text.startsWith('runaway'))?.length).toBe(4000);
    await page
      .getByRole('button', { name: /Show all 1.000.00\d characters/ })
      .first()
      .click();
    await page.locator('.comment button.person').first().hover();
    expect(await page.locator('.comment .card').first().innerText()).toContain('<script>alert(6)</script>');
    await page.locator('.back').click();
    await page.getByRole('searchbox').fill('alert(1)><b>');
    await expect.poll(() => page.getByRole('status').innerText()).toMatch(/[1-9]\d* matching comment/);
    expect(tab.trouble).toEqual([]);
  });

  it('when every job failed, then the page says how many, and why', async () => {
    await using project = await townHallProject();
    await writeIn(project.dir, {
      'engine.mjs': "export const load = () => ({ generate() { throw new Error('<b>no</b> thanks'); } });\n",
    });
    await project.edit('library_type: scripted', 'library_type: ./engine.mjs');
    await project.edit('num_experiments: 4', 'num_experiments: 2');
    await syndisco(['generate', '-c', project.config]);
    await mustRun(['report', '-c', project.config]);
    await using tab = await openReport(join(project.dir, 'run/report.html'));
    const overview = await tab.page.locator('.overview').innerText();
    expect(overview).toContain('0 of 2 planned discussions are made: 2 failed.');
    expect(overview).toContain('<b>no</b> thanks');
    expect(tab.trouble).toEqual([]);
  });
});

describe.skipIf(!hasBrowser && process.env['CI'] === undefined)("the original's files in the report", () => {
  it('when discussions and annotations of all its versions are read, then they open, with their annotations and without a plan', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'syndisco-'));
    const report = join(dir, 'report.html');
    await mustRun(['report', '-c', join(root, 'configs/export-original.yml'), '--output', report]);
    await using tab = await openReport(report);
    const { page } = tab;
    expect(await page.locator('.overview').innerText()).toContain('There is no plan in the run directory');
    await page.getByRole('link', { name: 'Transcripts' }).click();
    const links = await page.locator('.results a').all();
    expect(links.length).toBeGreaterThan(8);
    for (const link of links) {
      await link.click();
      const title = (await link.locator('.id').innerText()).trim();
      await expect.poll(() => page.locator('.discussion h2').innerText()).toBe(title);
      expect(await page.locator('.comment').count()).toBeGreaterThan(0);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    expect(tab.trouble).toEqual([]);
    await rm(dir, { recursive: true });
  });
});
