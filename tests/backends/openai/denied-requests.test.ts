import { describe, expect, it } from 'vitest';
import { RefusedRequest, type Completion } from '../../../src/backends/backend.js';
import { loadBackend } from '../../../src/backends/load-backend.js';
import { busRequest, modelConfig, openaiOptions, unhurried } from '../../town-hall/model.js';
import { comment, complain, startServer, type Behaviour, type FaultyServer } from './faulty-server.js';

const poison = 'the number 7 bus';
const denied = { code: 'SYNDISCO_SERVER_DENIED' };

describe.each([401, 403, 404])('a request that is answered %i', (status) => {
  it('when the server completes others, then it alone is refused', async () => {
    await using server = await startServer(denyPoison(status));
    await using hall = await open(server);
    await hall.ask();
    const refusal = hall.ask(poison);
    await expect(refusal).rejects.toThrow(RefusedRequest);
    await expect(refusal).rejects.toThrow(`HTTP ${status} input flagged`);
    expect(await hall.ask()).toMatchObject({ text: 'Free buses help everyone.' });
  });

  it('when it is the first of all, then it alone is refused too', async () => {
    await using server = await startServer(denyPoison(status));
    await using hall = await open(server);
    await expect(hall.ask(poison)).rejects.toThrow(RefusedRequest);
    expect(await hall.ask()).toMatchObject({ text: 'Free buses help everyone.' });
  });

  it('when the server denies everything from then on, then the run ends', async () => {
    await using server = await startServer();
    await using hall = await open(server);
    await hall.ask();
    server.behave = deny(status);
    await expect(hall.ask()).rejects.toMatchObject(denied);
  });

  it('when the server is in trouble when it is asked whether it denies everything, then the request is made again', async () => {
    const replies = [deny(status), inTrouble];
    await using server = await startServer((response, body, count) => {
      (replies[count] ?? comment())(response, body, count);
    });
    await using hall = await open(server);
    expect(await hall.ask()).toMatchObject({ text: 'Free buses help everyone.' });
  });

  it('when one of two servers denies everything, then the run ends and names it', async () => {
    await using server = await startServer();
    await using other = await startServer(deny(status));
    await using hall = await open(server, other);
    const asked = Promise.all(Array.from({ length: 40 }, () => hall.ask()));
    await expect(asked).rejects.toMatchObject(denied);
    await expect(asked).rejects.toThrow(other.url);
  });
});

function deny(status: number): Behaviour {
  return (response) => {
    complain(response, status, 'input flagged');
  };
}

const inTrouble: Behaviour = (response) => {
  complain(response, 500, 'the engine is in trouble');
};

function denyPoison(status: number): Behaviour {
  return (response, body, count) => {
    const isPoisoned = body.messages.some(({ content }) => content.includes(poison));
    (isPoisoned ? deny(status) : comment())(response, body, count);
  };
}

interface Hall extends AsyncDisposable {
  ask(closing?: string): Promise<Completion>;
}

async function open(...servers: FaultyServer[]): Promise<Hall> {
  const options = openaiOptions({ baseUrls: servers.map(({ url }) => url) });
  const backend = await loadBackend(modelConfig('openai', '', { options }), () => undefined);
  return {
    ask: (closing = 'User anna posted:') => backend.generate(busRequest({ closing }), unhurried),
    [Symbol.asyncDispose]: () => backend.close(),
  };
}
