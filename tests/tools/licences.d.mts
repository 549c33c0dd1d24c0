/** Types of licences.mjs, for the build's configuration. */
import type { Plugin } from 'vite';

/** `collect` goes into the page's build and into that of its workers; `emit` into the page's, which ends last. */
export function licences(project: string, compiledIn: readonly string[]): { collect(): Plugin; emit(): Plugin };
