/** Types of serve.mjs, for the tests that serve a copy of the build. */
import type { Server } from 'node:http';

export declare function serve(folder: string, port: number): Promise<{ readonly address: string; readonly server: Server }>;
