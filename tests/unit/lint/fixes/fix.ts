/** Repairs for tests, with the real shell parser. */
import { shellParser } from '../../../../src/core/dockerfile/shell-parser';
import { fixAll } from '../../../../src/core/lint/fixes/apply';
import { lintDockerfile } from '../../../../src/core/lint/lint-dockerfile';

const shell = shellParser;

/** The text after all repairs of these rules. */
export async function repaired(text: string, ...rules: readonly string[]): Promise<string> {
  const options = rules.length === 0 ? {} : { rules };
  return (await fixAll(text, { ...options, lint: (one) => lintDockerfile(one, { shell, includeOff: true }).findings })).text;
}
