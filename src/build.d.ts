/** What the build writes in: see vite.config.ts. */

/** Short hash of the commit that was built; `unknown` outside a repository. */
declare const __COMMIT__: string;
