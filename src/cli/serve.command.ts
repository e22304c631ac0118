import type { Command } from 'commander';
import { type Desk, leaf } from './call.js';

export function serveCommand(program: Command, desk: Desk): void {
  leaf(program, 'serve', 'start the server, as the environment configures it').action(
    desk.serveAlone(async () => {
      const { serve } = await import('../serve.js'); // the whole web application: only loaded where it is wanted
      await serve();
      return { json: null, lines: [] };
    }),
  );
}
