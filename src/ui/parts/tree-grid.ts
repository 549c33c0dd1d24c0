/** What a tree grid needs of its rows and its source, and the arithmetic of its window. */

export interface GridRow {
  readonly id: number | string;
  readonly level: number;
  readonly position: number;
  readonly setSize: number;
  readonly expandable: boolean;
  readonly expanded: boolean;
}

export interface GridColumn {
  readonly key: string;
  readonly label: string;
  /** CSS width of the column in the grid's template. */
  readonly width: string;
  readonly align?: 'end';
  /** The rows can be put in its order, which goes this way; its key names it. */
  readonly sortable?: 'ascending' | 'descending';
  /** Left out on narrow screens. */
  readonly wide?: boolean;
  /** Left out where there is no room for all of them. */
  readonly widest?: boolean;
}

/** Rows of a window, plus some above and below so that scrolling by a line shows no gap. */
export function windowOf(scrollTop: number, height: number, rowHeight: number, count: number, margin = 5): { readonly from: number; readonly to: number } {
  const from = Math.max(0, Math.floor(scrollTop / rowHeight) - margin);
  return { from: Math.min(from, count), to: Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + margin) };
}

/** The nearest row above `index` with a smaller level: its parent. Undefined while rows between are not loaded, or at the top. */
export function parentOf(index: number, rowAt: (index: number) => GridRow | undefined): number | undefined {
  const level = rowAt(index)?.level;
  if (level === undefined || level <= 1) return undefined;
  for (let above = index - 1; above >= 0; above -= 1) {
    const row = rowAt(above);
    if (!row) return undefined;
    if (row.level < level) return above;
  }
  return undefined;
}
