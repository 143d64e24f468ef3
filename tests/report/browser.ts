import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** Debian's, which .ci/run installs. */
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

/** Without a browser the tests are skipped, with a line that says so; in CI that is a failure. */
export const hasBrowser = executablePath !== undefined;
if (!hasBrowser && process.env['CI'] === undefined) {
  process.stderr.write(
    'tests/report: no chromium on this machine, so the page is not tested; apt-get install chromium\n',
  );
}

export interface Screen {
  width?: number;
  height?: number;
  scheme?: 'light' | 'dark';
  /** The part of the address after the file. */
  hash?: string;
  touch?: boolean;
}

/** A page in a real browser, and all that went wrong on it. */
export interface Tab extends AsyncDisposable {
  page: Page;
  /** Console messages, uncaught errors, violations of the policy, and requests other than for the file itself. */
  trouble: string[];
}

let browser: Promise<Browser> | undefined;

export async function openReport(file: string, screen: Screen = {}): Promise<Tab> {
  if (executablePath === undefined) throw new Error('There is no chromium: apt-get install chromium');
  browser ??= chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const { width = 1280, height = 900, scheme = 'light', hash = '', touch = false } = screen;
  const options: BrowserContextOptions = { viewport: { width, height }, colorScheme: scheme, hasTouch: touch };
  const context = await (await browser).newContext(options);
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on('console', (message) => trouble.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('dialog', (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`file://${file}`)) trouble.push(`request: ${request.url().slice(0, 80)}`);
  });
  await page.goto(`file://${file}${hash}`);
  await page.locator('.top').waitFor();
  return { page, trouble, [Symbol.asyncDispose]: () => context.close() };
}

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}
