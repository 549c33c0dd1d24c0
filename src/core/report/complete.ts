/** Fills in what a minimal report (only the fields that the contract fixes) does not say, and says so in its diagnostics. */

type Fields = Record<string, unknown>;

/**
 * Adds missing figures of an image report: those that follow from others are computed, the rest is 0 and named in a diagnostic
 * of kind `report-incomplete`, so that no zero passes for a measurement.
 */
export function completeImageReport(report: Readonly<Fields>): Readonly<Fields> {
  const unknown = new Set<string>();
  const fill = (target: Fields, prefix: string, defaults: Readonly<Record<string, unknown>>): void => {
    for (const [name, value] of Object.entries(defaults)) {
      if (Object.hasOwn(target, name)) continue;
      target[name] = value;
      if (value === 0) unknown.add(`${prefix}${name}`);
    }
  };
  const whole: Fields = { ...report };
  const layers = listOf(whole['layers']);
  if (layers !== undefined) {
    whole['layers'] = layers.map((layer) => {
      const filled = { ...layer };
      roundShare(filled, 'hiddenStoredBytes');
      fill(filled, 'layers.', { contributedBytes: 0, runningBytes: 0, hiddenStoredBytes: 0, compression: 'none' });
      return filled;
    });
  }
  if (isFields(whole['totals'])) {
    const totals = { ...whole['totals'] };
    roundShare(totals, 'hiddenStoredBytes');
    fill(totals, 'totals.', {
      storedBytes: sumOf(layers, 'storedBytes'), hiddenStoredBytes: sumOf(layers, 'hiddenStoredBytes'),
      duplicateBytes: sumOf(listOf(whole['duplicates']), 'bytes'),
    });
    whole['totals'] = totals;
  }
  whole['waste'] = listOf(whole['waste'])?.map((row) => {
    const rounded = { ...row };
    roundShare(rounded, 'storedBytes');
    return rounded;
  }) ?? whole['waste'];
  if (!Object.hasOwn(whole, 'history')) whole['history'] = [];
  if (!Object.hasOwn(whole, 'image')) whole['image'] = 0;
  unknown.delete('totals.duplicateBytes');
  if (unknown.size > 0 && Array.isArray(whole['diagnostics'])) {
    whole['diagnostics'] = [...(whole['diagnostics'] as unknown[]), {
      kind: 'report-incomplete',
      message: `The report does not say ${[...unknown].join(', ')}; shown as 0.`,
      advice: 'Analyse the image itself for these figures.',
    }];
  }
  return whole;
}

/** Shares of a compressed blob are worked out by interpolation and may come with a fraction; bytes are whole everywhere else. */
function roundShare(target: Fields, name: string): void {
  const value = target[name];
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) target[name] = Math.round(value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly Fields[] | undefined {
  return Array.isArray(value) && value.every(isFields) ? (value as readonly Fields[]) : undefined;
}

function sumOf(rows: readonly Fields[] | undefined, name: string): number {
  return (rows ?? []).reduce((sum, row) => sum + (typeof row[name] === 'number' ? (row[name] as number) : 0), 0);
}
