import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { townHallProject } from '../cli/syndisco.js';
import { closeBrowser, hasBrowser, openReport } from './browser.js';
import { findViolations } from './find-violations.js';
import { mustRun } from './report-project.js';

let project: Awaited<ReturnType<typeof townHallProject>>;
let report: string;

const probes = `  probes:
    support: { question: "Should buses be <b>free</b>?", answer: { type: integer, minimum: 1, maximum: 5, cannot_judge: false }, ask: [before, { every: 2 }, after] }
    tone: { question: "How is the tone?", answer: { type: ordered, values: [calm, tense, heated] }, controls: [] }
    vote: { question: "Would you vote for it?", answer: { type: boolean }, ask: [before, after] }
    mood: { question: "How is the mood?", answer: { type: category, values: [good, bad] } }
    late: { question: "Was it fair?", answer: { type: boolean }, ask: [after] }
`;

beforeAll(async () => {
  project = await townHallProject();
  await project.edit('num_experiments: 4', 'num_experiments: 3');
  await project.edit('  turn_taking:', `${probes}  turn_taking:`);
  const matrix = `matrix:
  factors:
    moderation:
      none: { discussions.experiment_variables.include_mod: false }
      strict: {}
`;
  await writeFile(project.config, (await readFile(project.config, 'utf8')) + matrix);
  await mustRun(['generate', '-c', project.config]);
  await mustRun(['report', '-c', project.config]);
  report = join(project.dir, 'run/report.html');
}, 120_000);
afterAll(async () => {
  await closeBrowser();
  await project[Symbol.asyncDispose]();
});

describe.skipIf(!hasBrowser && process.env['CI'] === undefined)('opinions over time', () => {
  it('when probes were asked at several times, then each that has means is a figure with its question and unit', async () => {
    await using tab = await openReport(report, { hash: '#/opinions' });
    const captions = await tab.page.locator('figure[id^="opinions/"] figcaption').allInnerTexts();
    expect(captions.map((text) => text.replace(/\s+/g, ' '))).toEqual([
      'Probe: support mean answer, 1 to 5 Should buses be <b>free</b>?',
      'Probe: tone mean rank of answers, 1 (calm) to 3 (heated) How is the tone?',
      'Probe: vote answers that are true ÷ answers Would you vote for it?',
    ]);
  });

  it('when a probe has controls, then the panels draw all arms, and the table has the same with the numbers of answers', async () => {
    await using tab = await openReport(report, { hash: '#/opinions' });
    const figure = tab.page.locator('figure[id="opinions/opinions-1"]');
    expect(await figure.locator('.panel .name').allInnerTexts()).toEqual(['none', 'strict']);
    expect(await figure.locator('.key li').allInnerTexts()).toEqual(['asked', 'no exposure', 'retest']);
    const panel = figure.locator('.panel .turn-plot').first();
    expect(await panel.locator('.series.line circle').count()).toBe(4);
    expect(await panel.locator('.series.dashed circle').count()).toBe(3);
    expect(await panel.locator('.cross').count()).toBe(4);
    await figure.locator('summary').click();
    await figure.locator('tbody tr').last().waitFor();
    const rows = (await figure.locator('tbody tr').allInnerTexts()).map((row) => row.split('\t'));
    expect(rows).toHaveLength(8);
    const [first, last] = [rows[0] ?? [], rows[3]?.slice(-4) ?? []];
    expect(first.join(' ')).toMatch(/^none before \d\.\d\d \(9\) – \d\.\d\d \(9\)$/);
    expect(last.join(' ')).toMatch(/^5( \d\.\d\d \(9\)){3}$/);
    const mean = (cell = ''): string => cell.split(' ')[0] ?? '';
    const said = `asked: ${mean(first[2])} before, ${mean(last[1])} after 5 turns, between`;
    expect(await panel.getAttribute('aria-label')).toContain(said);
    expect(tab.trouble).toEqual([]);
  });

  it('when the figures are opened on a narrow screen, then nothing sticks out, and neither scheme has a violation', async () => {
    await using tab = await openReport(report, { hash: '#/opinions', width: 390 });
    for (const summary of await tab.page.locator('figure[id^="opinions/"] summary').all()) await summary.click();
    expect(await tab.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await findViolations(tab.page)).toEqual([]);
    await tab.page.emulateMedia({ colorScheme: 'dark' });
    expect(await findViolations(tab.page)).toEqual([]);
  });

  it('when nobody was asked, then there is no such section', async () => {
    await using plain = await townHallProject();
    await mustRun(['generate', '-c', plain.config]);
    await mustRun(['report', '-c', plain.config]);
    await using tab = await openReport(join(plain.dir, 'run/report.html'));
    expect(await tab.page.locator('.contents').innerText()).not.toContain('Opinions');
  });
});
