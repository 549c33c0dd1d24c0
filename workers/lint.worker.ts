/** Dockerfile work: parser, rules, the shell inside RUN, ShellCheck. */
import * as Comlink from 'comlink';
import { CANCELLED } from '../src/core/archive/tar-run';
import { decodeSource } from '../src/core/dockerfile/decode';
import { parseDockerfile } from '../src/core/dockerfile/parse';
import { shellParser } from '../src/core/dockerfile/shell-parser';
import type { LintConfig } from '../src/core/lint/config';
import { makeContext } from '../src/core/lint/engine';
import { applyAction } from '../src/core/lint/fixes/actions';
import { fixAll } from '../src/core/lint/fixes/apply';
import { parseLintConfig } from '../src/core/lint/parse-config';
import { ALL_RULES } from '../src/core/lint/registry';
import { lintDockerfile } from '../src/core/lint/lint-dockerfile';
import { addShellcheck } from '../src/core/lint/shellcheck/add-to-report';
import type { ShellcheckEngine } from '../src/core/lint/shellcheck/engine';
import { failure, success, type Problem } from '../src/core/problem';
import type { Finding } from '../src/core/report/report';
import { holdLifeline } from './own-worker';
import type { LintApi } from './protocol';
import { createShellcheckEngine } from './shellcheck-engine';
import { fetchShellcheck } from './wasm-assets';

/** Loads a part when it is first needed. A failed attempt is not kept, so that the next one tries again. */
function lazy<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}

const shellcheck = lazy(async () => createShellcheckEngine(await fetchShellcheck()));

/** Number of the latest call for each document. */
const latest = new Map<string, number>();
let calls = 0;
/** ShellCheck cannot be interrupted within a script: while one types it waits for a pause, so that the rules answer the next letter at once. */
const SHELLCHECK_PAUSE_MILLISECONDS = 100;

const api: LintApi = {
  async lint(name, source, config, document, onFirst) {
    const call = (calls += 1);
    const edited = document !== undefined && latest.has(document);
    if (document !== undefined) latest.set(document, call);
    const overtaken = (): boolean => document !== undefined && latest.get(document) !== call;
    // Letters that were typed while a long file was checked come in first: they must not each be worked off.
    if (edited) await new Promise((resolve) => setTimeout(resolve));
    if (overtaken()) return failure(CANCELLED);
    const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : new Uint8Array(source);
    const text = typeof source === 'string' ? success(source) : decodeSource(bytes);
    if (!text.ok) return text;
    const first = lintDockerfile(text.value, { shell: shellParser, name, bytes: bytes.length, ...(config && { config }) });
    onFirst?.(first);
    if (edited) await new Promise((resolve) => setTimeout(resolve, SHELLCHECK_PAUSE_MILLISECONDS));
    if (overtaken()) return failure(CANCELLED);
    let engine: ShellcheckEngine;
    try {
      engine = await shellcheck();
    } catch (error) {
      return success({ ...first, diagnostics: [...first.diagnostics, partMissing('ShellCheck', error)] });
    }
    const whole = await addShellcheck(first, text.value, engine, config, overtaken);
    return overtaken() ? failure(CANCELLED) : success(whole);
  },

  describe(code) {
    const rule = ALL_RULES.find((each) => each.code === code);
    if (rule === undefined) return Promise.resolve(undefined);
    // Only what describes: `check` and whatever else a rule carries are functions, which cannot be cloned.
    const { name, source, severity, offByDefault, checks, why, cost, bearsOnSize, links, bad, good, options, fixable } = rule;
    return Promise.resolve({
      code, name, source, severity, checks, why, bearsOnSize, links, bad, good,
      ...(offByDefault !== undefined && { offByDefault }), ...(cost !== undefined && { cost }),
      ...(options !== undefined && { options }), ...(fixable !== undefined && { fixable }),
    });
  },

  readConfig: (text) => Promise.resolve(parseLintConfig(text)),

  async fixAll(source, choice, config) {
    const withShellcheck = choice.rules?.some((rule) => rule.startsWith('SC')) ?? false;
    let findingsOf: (text: string) => Promise<readonly Finding[]>;
    try {
      findingsOf = await linterFor(withShellcheck, config);
    } catch (error) {
      return failure(partMissing('ShellCheck', error));
    }
    const fixed = await fixAll(source, { ...choice, lint: findingsOf });
    const rows = (counts: ReadonlyMap<string, number>) => [...counts].map(([rule, count]) => ({ rule, count }));
    return success({ text: fixed.text, files: fixed.files, applied: rows(fixed.applied), left: rows(fixed.left) });
  },

  act(source, kind, config) {
    const { text, count } = applyAction(makeContext(parseDockerfile(source), config, shellParser, undefined), kind);
    return Promise.resolve(success({ text, files: [], applied: [{ rule: kind, count }], left: [] }));
  },
};

/** Looks for findings again and again while a text is repaired. */
async function linterFor(withShellcheck: boolean, config: LintConfig | undefined): Promise<(text: string) => Promise<readonly Finding[]>> {
  const engine = withShellcheck ? await shellcheck() : undefined;
  return async (text) => {
    const report = lintDockerfile(text, { shell: shellParser, ...(config && { config }) });
    return (engine === undefined ? report : await addShellcheck(report, text, engine, config)).findings;
  };
}

function partMissing(part: string, error: unknown): Problem {
  return {
    kind: 'part-missing',
    message: `${part} could not be loaded: ${error instanceof Error ? error.message : String(error)}.`,
    advice: 'Reload the page with a network; once it says that it is ready to work offline, it needs none.',
  };
}

holdLifeline();
Comlink.expose(api);
