/** Types of browser.mjs, for the configurations that import it. */
export declare const BROWSER_ARGUMENTS: readonly string[];
export declare function findBrowser(): string | undefined;
export declare function ensureBrowser(project: string): string | undefined;
