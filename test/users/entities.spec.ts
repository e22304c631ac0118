import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databases } from '../support/databases.js';
import { UsersWorld } from '../support/users-world.js';

describe.each(databases)('entities of the users module on $kind', (kind) => {
  let world: UsersWorld;

  beforeAll(async () => {
    world = await UsersWorld.open(kind);
  });
  afterAll(() => world.close());

  it('describe the tables exactly as the migration made them', async () => {
    const changes = await world.dataSource.driver.createSchemaBuilder().log();
    expect(changes.upQueries.map((change) => change.query)).toEqual([]);
  });
});
