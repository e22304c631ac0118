import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inflateRawSync } from 'node:zlib';
import { databases } from '../support/databases.js';
import { ACS_PATH } from '../support/paths.js';
import { AcsWorld } from './acs-world.js';
import { Scene } from './context-cases.js';
import { HEADER_CASES } from './header-cases.js';

describe.each(databases)('headers that nobody whom we trust has sent, on $kind', (kind) => {
  let world: AcsWorld;

  beforeAll(async () => {
    world = await AcsWorld.open(kind);
  });

  afterAll(() => world.close());

  it.each(HEADER_CASES.filter(({ expected }) => expected === 'ignored'))(
    '$name: ignored',
    async ({ headers }) => {
      const target = await world.target();
      const scene = new Scene(world, target);
      const started = await scene.client.get('/site/login', headers);
      const location = new URL(started.headers.location ?? '');
      const request = inflateRawSync(
        Buffer.from(location.searchParams.get('SAMLRequest') ?? '', 'base64'),
      ).toString();
      expect(location.host).toBe('login.microsoftonline.com');
      expect(request).toContain(`AssertionConsumerServiceURL="${target.acsUrl}"`);
      expect(request).toContain(`>${target.spEntityId}</`);
      const requestId = / ID="([^"]+)"/.exec(request)?.[1] ?? '';
      const answer = await scene.client.postCrossSite(ACS_PATH, {
        body: scene.answer(requestId).form(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      });
      await world.expectAccepted(target, answer);
      expect(answer.headers.location).toBe('/site');
      const { events } = await world.trace(target);
      expect(events.map(({ ip }) => ip)).toEqual(['127.0.0.1']);
    },
  );

  it.each(HEADER_CASES.filter(({ expected }) => expected === 'unknown_host'))(
    '$name: no such tenant',
    async ({ headers }) => {
      const target = await world.target();
      const { client } = new Scene(world, target);
      expect((await client.get('/site/login', headers)).status).toBe(404);
      const posted = await client.postCrossSite(ACS_PATH, {
        body: new Scene(world, target).answer('_x').form(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      });
      expect(posted.status).toBe(404);
      expect((await world.trace(target)).events).toEqual([]);
    },
  );
});
