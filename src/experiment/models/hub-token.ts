import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hubHome } from '../../models/hub-cache.js';
import { keepSecret } from '../../redact.js';

/** The user's token, where the tools of Hugging Face look for it; from now on it is redacted wherever it appears. */
export async function readHubToken(): Promise<string | undefined> {
  const file = process.env['HF_TOKEN_PATH'] || join(hubHome(), 'token');
  const text = process.env['HF_TOKEN'] || (await readFile(file, 'utf8').catch(() => ''));
  const token = text.trim();
  if (token === '') return undefined;
  keepSecret(token);
  return token;
}
