import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBrowser, hasBrowser, openReport } from './browser.js';
import { mustRun, reportProject } from './report-project.js';

let project: Awaited<ReturnType<typeof reportProject>>;

beforeAll(async () => {
  project = await reportProject();
}, 120_000);
afterAll(async () => {
  await closeBrowser();
  await project[Symbol.asyncDispose]();
});

const pair = 'moderation-strict-0001';

describe.skipIf(!hasBrowser && process.env['CI'] === undefined)('the overview of the report', () => {
  it('when roles of a condition stand below each other, then they are aligned', async () => {
    await using tab = await openReport(project.report, { hash: '#/rates' });
    const lefts = await tab.page
      .locator('#rates ~ .scroll tbody tr td:first-of-type bdi')
      .evaluateAll((cells) => cells.map((cell) => Math.round(cell.getBoundingClientRect().left)));
    expect(lefts.length).toBeGreaterThan(4);
    expect(new Set(lefts).size).toBe(1);
  });

  it('when results are shown, then each measure stands there once, in words, with its denominator and its contrasts', async () => {
    await using tab = await openReport(project.report, { hash: '#/figures' });
    const titles = await tab.page.locator('figure h3').allInnerTexts();
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles.filter((title) => /words per comment|Silent turns/.test(title))).toHaveLength(2);
    expect(titles.join()).not.toMatch(/_/);
    const silence = tab.page.locator('figure', { hasText: 'Silent turns' }).first();
    expect(await silence.innerText()).toContain('÷ generated turns');
    await silence.locator('summary').click();
    expect(await silence.locator('details').innerText()).toMatch(/moderation: none → strict.*pp.*d_av/s);
  });

  it('when comments have labels, then each condition has a panel of their means over turns, and a table has the same', async () => {
    await using tab = await openReport(project.report, { hash: '#/turns' });
    const figure = tab.page.locator('figure', { has: tab.page.locator('.panels') });
    expect(await figure.locator('.panel .name').allInnerTexts()).toEqual(['none', 'strict']);
    const panel = figure.locator('.turn-plot').last();
    await figure.locator('summary').click();
    const rows = await figure.locator('tbody tr').allInnerTexts();
    expect(await panel.locator('circle').count()).toBe(rows.length);
    const [turn, , mean] = rows.at(-1)?.split('\t') ?? [];
    expect(mean).toMatch(/^\d\.\d\d \(\d+\)$/);
    expect(await panel.getAttribute('aria-label')).toContain(
      `${mean?.split(' ')[0] ?? ''} at turn ${turn ?? ''}, between`,
    );
    expect(tab.trouble).toEqual([]);
  });

  it('when the models were measured before the run, then the estimate stands beside what they took', async () => {
    const dir = join(project.dir, 'run/calibration');
    await mkdir(dir, { recursive: true });
    const pace = { completions: 8, seconds_each: 180, sigma: 0.1, prompt_tokens: 77, completion_tokens: 23 };
    const trial = { model: 'scripted', host: 'gpu-7', measured_at: '2026-11-20T10:00:00.000Z', load_seconds: 2 };
    await writeFile(join(dir, '0123456789abcdef.json'), JSON.stringify({ ...trial, kinds: { discussion: pace } }));
    const estimated = join(project.dir, 'estimated.html');
    await mustRun(['report', '-c', project.config, '--output', estimated]);
    await using tab = await openReport(estimated, { hash: '#/cost' });
    const [row = ''] = await tab.page.locator('#cost ~ .scroll tbody tr').allInnerTexts();
    const [model, turns, , prompt, , completion, hours, host] = row.split(/\s+/);
    expect([model, prompt, completion, host]).toEqual(['scripted', '77.0', '23.0', 'gpu-7']);
    expect(Number(hours)).toBeCloseTo((Number(turns) * 180) / 3600, 1);
  });

  it('when prompts are opened, then they are those that the documents have', async () => {
    await using tab = await openReport(project.report, { hash: '#/prompts' });
    await tab.page.locator('.chooser select').selectOption('moderation-strict');
    const moderator = tab.page.locator('.prompt', { hasText: 'moderator' }).first();
    await moderator.locator('summary').click();
    const text = await readFile(join(project.dir, `run/discussions/${pair}.json`), 'utf8');
    const { moderator_prompt } = JSON.parse(text) as { moderator_prompt: string };
    expect((await moderator.locator('.text').innerText()).trim()).toBe(moderator_prompt.trim());
  });
});
