/** What the page remembers between visits: theme, units, sort, rules switched off, names of recent files. Storage may be full, blocked or corrupt; the page works without it. */
import type { TreeSort } from '../core/image/tree-view';
import type { Units } from './format';

export type Theme = 'system' | 'light' | 'dark';
export type WasteGrouping = 'reason' | 'layer' | 'directory';
export type FindingSort = 'line' | 'severity' | 'bytes';

export interface RecentFile {
  readonly name: string;
  readonly bytes: number;
}

export interface Settings {
  readonly theme: Theme;
  readonly units: Units;
  readonly treeSort: TreeSort;
  readonly wasteGrouping: WasteGrouping;
  readonly findingSort: FindingSort;
  /** Codes of lint rules that the person does not want to see. */
  readonly rulesOff: readonly string[];
  /** Names and sizes only: contents are never kept. */
  readonly recent: readonly RecentFile[];
}

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system', units: 'decimal', treeSort: 'size', wasteGrouping: 'reason', findingSort: 'line', rulesOff: [], recent: [],
};

const STORAGE_KEY = 'plimsoll.settings.1';
const MOST_RECENT = 8;

/** Reads the settings field by field: a broken value costs that field, not the rest. */
export function readSettings(stored: string | null): Settings {
  let raw: unknown;
  try {
    raw = JSON.parse(stored ?? '{}');
  } catch {
    return DEFAULT_SETTINGS;
  }
  const field = (name: string): unknown => (typeof raw === 'object' && raw !== null && Object.hasOwn(raw, name) ? (raw as Record<string, unknown>)[name] : undefined);
  const oneOf = <T extends string>(name: string, allowed: readonly T[], otherwise: T): T => allowed.find((value) => value === field(name)) ?? otherwise;
  const recent = field('recent');
  const rulesOff = field('rulesOff');
  return {
    theme: oneOf('theme', ['system', 'light', 'dark'], DEFAULT_SETTINGS.theme),
    units: oneOf('units', ['decimal', 'binary'], DEFAULT_SETTINGS.units),
    treeSort: oneOf('treeSort', ['size', 'name', 'hidden'], DEFAULT_SETTINGS.treeSort),
    wasteGrouping: oneOf('wasteGrouping', ['reason', 'layer', 'directory'], DEFAULT_SETTINGS.wasteGrouping),
    findingSort: oneOf('findingSort', ['line', 'severity', 'bytes'], DEFAULT_SETTINGS.findingSort),
    rulesOff: (Array.isArray(rulesOff) ? rulesOff : []).filter((code): code is string => typeof code === 'string' && /^\w{1,60}$/.test(code)).slice(0, 500),
    recent: (Array.isArray(recent) ? recent : []).filter(isRecent).slice(0, MOST_RECENT),
  };
}

function isRecent(value: unknown): value is RecentFile {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' && 'bytes' in value && typeof value.bytes === 'number';
}

export function loadSettings(): Settings {
  try {
    return readSettings(localStorage.getItem(STORAGE_KEY));
  } catch {
    return DEFAULT_SETTINGS;
  }
}

export function saveSettings(settings: Settings): void {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(settings));
  } catch {
    // Blocked or full: the settings hold for this visit only.
  }
}

/** The list with this file on top, once. */
export function withRecent(recent: readonly RecentFile[], file: RecentFile): readonly RecentFile[] {
  return [file, ...recent.filter((other) => other.name !== file.name || other.bytes !== file.bytes)].slice(0, MOST_RECENT);
}
