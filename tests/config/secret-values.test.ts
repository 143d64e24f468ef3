import { describe, expect, it } from 'vitest';
import { loadText } from '../town-hall/load-text.js';

const secret = 'Xq7-4711';

function configOf(options: string): string {
  return `model_parameters:\n  general: { library_type: openai, model_path: town-hall-7b }\n  openai: { ${options} }\n`;
}

const urls = "base_urls: ['http://localhost:8000/v1']";

describe('a value that may be a secret', () => {
  it.each([
    ['a key in place of its variable', `${urls}, api_key_env: sk-${secret}`, /name of an environment variable/],
    ['a misspelled api_key_env', `${urls}, api_key_en: sk-${secret}`, /api_key_env/],
    ['a key of its own', `${urls}, api_key: sk-${secret}`, /./],
    ['a key of its own, spelled otherwise', `${urls}, apiKey: sk-${secret}`, /./],
    ['a token', `${urls}, auth_token: ${secret}`, /./],
    ['a password in an address', `base_urls: ['http://anna:${secret}@hall/v1']`, /without user, password or query/],
    ['an address in place of a list', `base_urls: 'http://anna:${secret}@hall/v1'`, /list/],
    ['a misspelled base_urls', `base_url: ['http://anna:${secret}@hall/v1']`, /base_urls/],
    ['a query in an address', `base_urls: ['http://hall/v1?key=${secret}']`, /without user, password or query/],
    ['a bracket that is missing after a key', `api_key: ${secret}, max_in_flight: [`, /./],
    ['a bracket that is missing after api_key_env', `api_key_env: sk-${secret}, max_in_flight: [`, /./],
    ['a bracket that is missing after an address', `base_urls: ['http://anna:${secret}@hall/v1'`, /./],
    [
      'a bracket that is missing after a query',
      `base_urls:\n      - 'http://hall/v1?key=${secret}'\n    extra: [`,
      /./,
    ],
  ])('when the config has %s, then the message shows its place and not the value', async (_, options, todo) => {
    const { problems, copy } = await loadText(configOf(options));
    expect(problems[0]?.where?.line).toBeGreaterThanOrEqual(3);
    expect(problems.map((problem) => problem.todo).join(' ')).toMatch(todo);
    expect(JSON.stringify(problems) + copy).not.toContain(secret);
  });

  it.each([
    `api_key=sk-${secret}`,
    `api_key_env=sk-${secret}`,
    `base_urls=[http://anna:${secret}@hall/v1]`,
    `base_urls=[http://hall/v1?key=${secret}]`,
    `api_key=[${secret}`,
    `extra_bdy=${secret}`,
  ])('when --set %s is given, then the message shows the key and not the value', async (assignment) => {
    const { problems, copy } = await loadText(configOf(urls), [`model_parameters.openai.${assignment}`]);
    expect(problems[0]?.where?.file).toContain(`--set model_parameters.openai.${assignment.split('=')[0] ?? ''}=`);
    expect(JSON.stringify(problems) + copy).not.toContain(secret);
  });

  it.each([
    'sk-proj-abc',
    'sk_live_abc',
    'hf_AbCdEfGhIjKl123',
    'AIzaSyD4711xyz',
    'a1b2c3d4e5f6a7b8c9d0e1f2',
    'gsk_A1b2C3',
  ])('when api_key_env is %s, then it is not taken for a name', async (value) => {
    const { problems } = await loadText(configOf(`${urls}, api_key_env: ${value}`));
    expect(problems).toMatchObject([{ code: 'SYNDISCO_CONFIG_MALFORMED', where: { line: 3 } }]);
    expect(JSON.stringify(problems)).not.toContain(value);
  });

  it.each(['OPENAI_API_KEY', 'my_key', 'TOGETHER_KEY_2', 'Hall_Key'])(
    'when api_key_env is %s, then it is a name, and stays in the copy',
    async (value) => {
      const { config, problems, copy } = await loadText(configOf(`${urls}, api_key_env: ${value}`), [
        'model_parameters.openai.api_key_env=OTHER_KEY',
        'model_parameters.openai.base_urls=[http://hall:8000/v1]',
      ]);
      expect(problems).toEqual([]);
      expect(config?.model.options).toMatchObject({ apiKeyEnv: 'OTHER_KEY', baseUrls: ['http://hall:8000/v1'] });
      expect(copy).toContain(`api_key_env: ${value}`);
      expect(copy).toContain('api_key_env=OTHER_KEY');
      expect(copy).toContain('base_urls=[http://hall:8000/v1]');
    },
  );

  it('when an address only lacks its beginning, then the message shows it', async () => {
    const { problems } = await loadText(configOf("base_urls: ['localhost:8000/v1']"));
    expect(problems[0]?.what).toContain('"localhost:8000/v1"');
  });
});
