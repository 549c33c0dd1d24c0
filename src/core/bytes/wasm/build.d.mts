/** The text of every generated module, by file name. */
export function generatedModules(): Promise<Record<string, string>>;
