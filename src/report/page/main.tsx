import { render } from 'preact';
import type { PageDiscussion } from '../report-data.js';
import { App } from './app.js';
import './page.css';
import { inflate, readOverview } from './page-data.js';

void open(document.getElementById('page'));

async function open(root: HTMLElement | null): Promise<void> {
  if (!root) throw new Error('The page has no element to show itself in.');
  const discussions = await inflate<readonly PageDiscussion[]>('list-0');
  root.replaceChildren();
  render(<App overview={readOverview()} discussions={discussions} />, root);
}
