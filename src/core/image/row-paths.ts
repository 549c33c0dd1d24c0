/** Which path each row of a layer's table was written with: told by the tree, since tables let their paths go. */
import { EntryFlag } from './layer-table';
import type { RootFs } from './root-fs';

/** What tells most rows' nodes: the versions that they became. */
type Versions = Pick<RootFs, 'versions' | 'born' | 'row' | 'node'>;

/**
 * By layer, pairs of row and node for rows that their versions do not tell: markers, directories listed twice, entries that were written
 * through a link, entries outside the root.
 */
export function strayRows(fs: Versions, rowNodes: readonly Int32Array[]): Int32Array[] {
  let version = 0;
  return rowNodes.map((nodes, layer) => {
    const told = new Int32Array(nodes.length).fill(-1);
    // Versions are numbered layer by layer.
    for (; version < fs.versions && fs.born[version] === layer; version += 1) if (fs.row[version]! >= 0) told[fs.row[version]!] = fs.node[version]!;
    const strays: number[] = [];
    for (let row = 0; row < nodes.length; row += 1) if (told[row] !== nodes[row]) strays.push(row, nodes[row]!);
    return Int32Array.from(strays);
  });
}

/** Tells the path of each row of a layer, as its tar has it, in normal form. */
export function rowPaths(fs: RootFs, layer: number): (row: number) => Uint8Array {
  const table = fs.tables[layer];
  const nodes = new Int32Array(table?.count ?? 0);
  for (let version = 0; version < fs.versions; version += 1) {
    if (fs.born[version] === layer && fs.row[version]! >= 0) nodes[fs.row[version]!] = fs.node[version]!;
  }
  const strays = fs.strays[layer]!;
  for (let at = 0; at < strays.length; at += 2) nodes[strays[at]!] = strays[at + 1]!;
  return (row) => {
    const path = fs.paths.pathOf(nodes[row]!);
    // What climbs out of the root lies below a node named `..`.
    return (table!.flags[row]! & EntryFlag.outside) === 0 ? path : path.subarray(3);
  };
}
