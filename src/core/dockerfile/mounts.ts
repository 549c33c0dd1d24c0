/** The value of `RUN --mount=`: one CSV record of `key=value` and bare keys. */

export interface MountField {
  /** Lower case. */
  readonly key: string;
  readonly value?: string;
}

/** Fields of a mount, in order; undefined when the record is malformed. */
export function readMount(value: string): readonly MountField[] | undefined {
  const record = splitCsv(value);
  return record?.map((field) => {
    const equals = field.indexOf('=');
    return equals < 0 ? { key: field.toLowerCase() } : { key: field.slice(0, equals).toLowerCase(), value: field.slice(equals + 1) };
  });
}

/** The stage or image that a mount takes its files from, if it names one. */
export function mountSource(value: string): string | undefined {
  return readMount(value)?.findLast((field) => field.key === 'from')?.value;
}

/** One record in the manner of Go's encoding/csv: a quote may only stand around a whole field. */
function splitCsv(text: string): string[] | undefined {
  if (text === '') return undefined;
  if (!text.includes('"')) return text.split(',');
  const fields: string[] = [];
  for (let at = 0; ;) {
    let field = '';
    if (text.charAt(at) === '"') {
      for (at++; ; at++) {
        if (at >= text.length) return undefined;
        if (text.charAt(at) !== '"') field += text.charAt(at);
        else if (text.charAt(at + 1) === '"') field += text.charAt(at++);
        else break;
      }
      at++;
      if (at < text.length && text.charAt(at) !== ',') return undefined;
    } else {
      const comma = text.indexOf(',', at);
      const end = comma < 0 ? text.length : comma;
      field = text.slice(at, end);
      if (field.includes('"')) return undefined;
      at = end;
    }
    fields.push(field);
    if (at >= text.length) return fields;
    at++;
  }
}
