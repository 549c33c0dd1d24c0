/** `npm start`: installs what is missing, builds the page and serves it. Works on a fresh clone. */
import { join } from 'node:path';
import { installDependencies, project, requireNode, runTool } from './project.mjs';
import { serve } from './serve.mjs';

requireNode();
installDependencies();
const status = await runTool('vite/bin/vite.js', ['build', '--logLevel', 'warn']);
if (status !== 0) process.exit(status);
const { address } = await serve(join(project, 'dist'), Number(process.env.PORT ?? 0));
process.stdout.write(`\nPlimsoll is at ${address}\nNothing that you open there leaves this machine. Ctrl+C stops the server.\n`);
