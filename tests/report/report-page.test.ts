import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBrowser, hasBrowser, openReport } from './browser.js';
import { mustRun, reportProject } from './report-project.js';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Project } from '../cli/syndisco.js';
import { findViolations } from './find-violations.js';

let project: Project & AsyncDisposable & { report: string };

beforeAll(async () => {
  project = await reportProject();
}, 120_000);
afterAll(async () => {
  await closeBrowser();
  await project[Symbol.asyncDispose]();
});

const first = 'moderation-none-0001';
const pair = 'moderation-strict-0001';
const screens = [
  { name: 'a phone', width: 375, height: 740 },
  { name: 'a laptop', width: 1024, height: 768 },
  { name: 'a wide screen', width: 1920, height: 1080 },
];
const views = ['', '#/transcripts', `#${first}/2`, `#${first}&${pair}`];

describe('syndisco report', () => {
  it('when the report is written, then it is one file in the run directory, or where --output says', async () => {
    expect((await stat(project.report)).size).toBeGreaterThan(40_000);
    const elsewhere = join(project.dir, 'sent/to a friend.html');
    const said = await mustRun(['report', '-c', project.config, '--output', elsewhere, '--json']);
    const page = { path: elsewhere, discussions: 6, annotations: 12, warnings: [] };
    expect(JSON.parse(said)).toMatchObject({ page });
    expect(await readFile(elsewhere, 'utf8')).toMatch(/^<!doctype html>/);
  });

  it('when it is made again from the same files, then only its date differs', async () => {
    const before = await readFile(project.report, 'utf8');
    await mustRun(['report', '-c', project.config]);
    const undated = (page: string): string => page.replace(/"madeAt":"[^"]*"/, '');
    expect(undated(await readFile(project.report, 'utf8'))).toBe(undated(before));
  });
});

describe.skipIf(!hasBrowser && process.env['CI'] === undefined)('the report in a browser', () => {
  for (const { name, ...size } of screens) {
    it(`when it is opened on ${name}, then every view fits the width, nothing is requested and nothing is logged`, async () => {
      for (const hash of views) {
        await using tab = await openReport(project.report, { ...size, hash });
        const { page } = tab;
        await page.locator('main h1').first().waitFor({ state: 'attached' });
        await page.waitForFunction((needs) => !needs || document.querySelector('.comment'), hash.includes(first));
        const surplus = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(surplus, `${name} ${hash}`).toBe(0);
        expect(tab.trouble).toEqual([]);
      }
    });
  }

  it(
    'when axe reads it, on a phone and on a laptop, in the light and in the dark scheme, then it finds no violation',
    { timeout: 240_000 },
    async () => {
      for (const width of [375, 1280]) {
        for (const hash of views) {
          await using tab = await openReport(project.report, { width, hash });
          await tab.page.waitForFunction((needs) => !needs || document.querySelector('.comment'), hash.includes(first));
          expect(await findViolations(tab.page), `${width} ${hash}`).toEqual([]);
          await tab.page.emulateMedia({ colorScheme: 'dark' });
          expect(await findViolations(tab.page, ['color-contrast']), `${width} ${hash} dark`).toEqual([]);
        }
      }
    },
  );

  it('when a condition has fewer than 10 discussions, then it says pilot, not proof', async () => {
    await using tab = await openReport(project.report);
    const text = await tab.page.locator('.summary').innerText();
    expect(text).toContain('Pilot, not proof.');
    expect(text).toContain('All 6 planned discussions and 12 planned annotations are made.');
    expect(text).toContain('paired design');
  });

  it('when rates are shown, then they are those of the documents', async () => {
    await using tab = await openReport(project.report, { hash: '#/rates' });
    const row = tab.page.locator('#rates ~ .scroll tbody tr', { hasText: 'moderator' });
    const cells = await row.locator('td').allInnerTexts();
    const documents = await Promise.all(
      [1, 2, 3].map(async (replicate) => {
        const text = await readFile(
          join(project.dir, `run/discussions/moderation-strict-000${replicate}.json`),
          'utf8',
        );
        return JSON.parse(text) as { logs: { role: string; text: string; finish_reason?: string }[] };
      }),
    );
    const turns = documents.flatMap(({ logs }) => logs.filter(({ role }) => role === 'moderator'));
    const spoken = turns.filter(({ text }) => text !== '');
    const share = (count: number, of: number): string =>
      count === 0 ? '0' : `${((100 * count) / of).toFixed(1)}\u202f%`;
    expect(cells.slice(0, 5)).toEqual([
      'moderator',
      String(turns.length),
      '0',
      share(turns.filter(({ text }) => text === '').length, turns.length),
      share(spoken.filter(({ finish_reason }) => finish_reason === 'length').length, spoken.length),
    ]);
  });

  it('when a comment is linked, then the address opens it, marked and in view', async () => {
    await using tab = await openReport(project.report, { hash: `#${pair}/9` });
    const comment = tab.page.locator(`[id="${pair}/9"]`);
    await comment.waitFor();
    await expect
      .poll(() => comment.evaluate((element) => element.getBoundingClientRect().top < innerHeight))
      .toBe(true);
    expect(await comment.getAttribute('class')).toContain('named');
    await tab.page.locator(`[id="${pair}/3"] .permalink`).click();
    await expect.poll(() => tab.page.evaluate(() => location.hash)).toBe(`#${pair}/3`);
    expect(await tab.page.locator('.named').count()).toBe(1);
  });

  it('when a text is searched, then its comments are counted, marked and reached one by one', async () => {
    await using tab = await openReport(project.report, { hash: '#/transcripts' });
    const { page } = tab;
    const expected = await countComments(({ text, name }) => /council/i.test(text) || /council/i.test(name));
    await page.getByRole('searchbox', { name: 'Search' }).fill('COUNCIL');
    await expect.poll(() => page.getByRole('status').innerText()).toContain(`${expected} matching comment`);
    await page.locator('.results a').first().click();
    await page.locator('.comment.match mark').first().waitFor();
    expect(await page.locator('.comment.match').count()).toBeGreaterThan(0);
    expect(await page.locator('.matches').innerText()).toContain('Match 1 of');
  });

  it('when it is filtered by condition, topic, role and flag, then only what has all of them is counted', async () => {
    await using tab = await openReport(project.report, { hash: '#/transcripts' });
    const { page } = tab;
    const says = () => page.getByRole('status').innerText();
    await page.getByLabel('Condition').selectOption('moderation-strict');
    await expect.poll(says).toBe('3 discussions');
    await page.getByLabel('Role').selectOption('troll');
    await page.getByLabel('Flag').selectOption('silent');
    const expected = await countComments(
      ({ name, text }, { condition, participants }) =>
        condition === 'moderation-strict' &&
        text === '' &&
        participants.some((one) => one.name === name && one.role === 'troll'),
    );
    await expect.poll(says).toContain(`${expected} matching comment`);
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(says).toBe('6 discussions');
  });

  it('when the pair in the other condition is chosen, then one click puts it beside', async () => {
    await using tab = await openReport(project.report, { hash: `#${first}` });
    await tab.page.getByRole('link', { name: 'Beside moderation: strict' }).click();
    await expect.poll(() => tab.page.locator('.discussion h2').allInnerTexts()).toEqual([first, pair]);
    const [left, right] = await tab.page.locator('.discussion').all();
    const [one, other] = [await left?.boundingBox(), await right?.boundingBox()];
    expect(one?.y).toBe(other?.y);
    expect((one?.x ?? 0) + (one?.width ?? 0)).toBeLessThanOrEqual(other?.x ?? 0);
  });

  it('when a name is hovered, tapped or focused, then its persona shows, and Escape hides it', async () => {
    await using tab = await openReport(project.report, { hash: `#${first}`, touch: true });
    const { page } = tab;
    const name = page.locator('.comment button.person').first();
    const card = page.locator('.comment .card').first();
    await name.hover();
    await card.waitFor();
    expect(await card.innerText()).toMatch(/age\s+\d+/);
    await page.mouse.move(0, 0);
    await card.waitFor({ state: 'hidden' });
    await name.focus();
    await card.waitFor();
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'hidden' });
    await name.blur();
    await name.tap();
    await card.waitFor();
    await page.locator('.discussion h2').first().tap();
    await card.waitFor({ state: 'hidden' });
  });

  it('when only the keyboard is used, then a discussion is found, opened and read, and its labels are there', async () => {
    await using tab = await openReport(project.report);
    const { page } = tab;
    const focusOn = async (words: string): Promise<void> => {
      for (let press = 0; press < 30; press += 1) {
        await page.keyboard.press('Tab');
        const said = await page.evaluate(() => document.activeElement?.textContent ?? '');
        if (said.includes(words)) return;
      }
      throw new Error(`Tab does not reach ${words}`);
    };
    await focusOn('Transcripts');
    await page.keyboard.press('Enter');
    await focusOn(first);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('.comment').first().waitFor();
    expect(await page.locator('.discussion h2').innerText()).toBe('moderation-none-0002');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('reading');
    expect(await page.locator('.comment .labels').first().innerText()).toMatch(/toxicity\s+nora/);
  });

  it('when it is printed, then the controls stay out and the comments are on paper', async () => {
    await using tab = await openReport(project.report, { hash: `#${first}` });
    await tab.page.locator('.comment').first().waitFor();
    await tab.page.emulateMedia({ media: 'print' });
    expect(await tab.page.locator('.finder').isVisible()).toBe(false);
    expect(await tab.page.locator('.tools').isVisible()).toBe(false);
    expect(await tab.page.locator('.comment').first().isVisible()).toBe(true);
  });
});

interface Read {
  condition: string;
  participants: { name: string; role: string }[];
  logs: { name: string; text: string; model: string }[];
}

async function countComments(isCounted: (comment: Read['logs'][number], of: Read) => boolean): Promise<number> {
  const ids = ['none', 'strict'].flatMap((level) =>
    [1, 2, 3].map((replicate) => `moderation-${level}-000${replicate}`),
  );
  let count = 0;
  for (const id of ids) {
    const read = JSON.parse(await readFile(join(project.dir, `run/discussions/${id}.json`), 'utf8')) as Read;
    count += read.logs.filter((comment) => isCounted(comment, read)).length;
  }
  return count;
}
