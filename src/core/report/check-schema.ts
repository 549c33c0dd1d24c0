/** Holds a clean JSON value against a schema and names the first place that does not fit. */
import { REPORT_DEFINITIONS, type Schema } from './schema';

/** The first mismatch as one sentence (`layers[3].bytes should be a whole number from 0`), or undefined when all fits. */
export function mismatchOf(value: unknown, schema: Schema, path = ''): string | undefined {
  if (schema.$ref !== undefined) return mismatchOf(value, definition(schema.$ref), path);
  if (schema.const !== undefined && value !== schema.const) return `${named(path)} should be ${JSON.stringify(schema.const)}`;
  if (schema.type !== undefined && !typesOf(schema).some((type) => hasType(value, type))) {
    return `${named(path)} should be ${typesOf(schema).map(typeName).join(' or ')}`;
  }
  if (schema.enum !== undefined && !schema.enum.includes(value as string)) return `${named(path)} should be one of ${schema.enum.join(', ')}`;
  if (schema.minimum !== undefined && (value as number) < schema.minimum) return `${named(path)} should be ${schema.minimum} or more`;
  if (schema.items !== undefined && Array.isArray(value)) return mismatchOfItems(value, schema.items, path);
  if (schema.properties !== undefined) return mismatchOfMembers(value as Record<string, unknown>, schema, path);
  return undefined;
}

function mismatchOfItems(items: readonly unknown[], schema: Schema, path: string): string | undefined {
  for (let index = 0; index < items.length; index += 1) {
    const mismatch = mismatchOf(items[index], schema, `${path}[${index}]`);
    if (mismatch !== undefined) return mismatch;
  }
  return undefined;
}

function mismatchOfMembers(value: Readonly<Record<string, unknown>>, schema: Schema, path: string): string | undefined {
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(value, name)) return `${named(joined(path, name))} is missing`;
  }
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    if (!Object.hasOwn(value, name)) continue;
    const mismatch = mismatchOf(value[name], member, joined(path, name));
    if (mismatch !== undefined) return mismatch;
  }
  return undefined;
}

function definition(reference: string): Schema {
  const schema = REPORT_DEFINITIONS[reference.slice('#/definitions/'.length)];
  if (schema === undefined) throw new Error(`No definition ${reference}`);
  return schema;
}

function typesOf(schema: Schema): readonly string[] {
  return typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
}

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case 'integer': return Number.isInteger(value);
    case 'array': return Array.isArray(value);
    case 'null': return value === null;
    case 'object': return typeof value === 'object' && value !== null && !Array.isArray(value);
    default: return typeof value === type;
  }
}

function typeName(type: string): string {
  const names: Readonly<Record<string, string>> = {
    integer: 'a whole number', number: 'a number', string: 'a text', boolean: 'true or false', array: 'a list', object: 'an object', null: 'null',
  };
  return names[type] ?? type;
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function named(path: string): string {
  return path === '' ? 'the report' : path;
}
