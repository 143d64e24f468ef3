import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe-core objects to, a line per rule with the first element. Run by the debugger, past the page's own policy. */
export async function findViolations(page: Page, only?: string[]): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async (rules) => {
    const { run } = (globalThis as unknown as { axe: typeof axe }).axe;
    const { violations } = await run(rules ? { runOnly: rules } : {});
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ''} ${nodes[0]?.failureSummary ?? ''}`,
    );
  }, only);
}
