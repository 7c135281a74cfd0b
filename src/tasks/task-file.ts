import { z } from 'zod';
import type { FieldType } from '../invoices/fields.ts';

const word = z.string().min(1);

/** Comparators that need no plugin: the types of fields, and currencies. */
export const BUILT_IN_COMPARATORS = [
  'text',
  'id',
  'money',
  'date',
  'code',
  'quantity',
  'currency',
] as const satisfies readonly (FieldType | 'currency')[];

const field = z.strictObject({
  comparator: word.optional().describe('A built-in comparator, or the name of a comparator of `plugins`'),
  weight: z
    .number()
    .min(0)
    .max(1_000_000)
    .optional()
    .describe('What the field counts in weightedFieldAccuracy; 1 when left out'),
});

const cell = field.extend({
  rowWeight: z.number().gt(0).max(1).optional().describe('What the cell counts when rows are paired'),
});

const amount = word.describe('Name of a field, or `lines.CELL`');
const check = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .describe('Lower-case letters, digits and hyphens'),
  sum: z.union([amount, z.array(amount).min(1)]).describe('What is added up; `-NAME` is subtracted'),
  equals: amount,
  tolerance: z.number().min(0).default(0),
});

const migration = z.strictObject({
  to: z.int().min(2).describe('The version that truths have afterwards'),
  rename: z.record(word, word).default({}).describe('Old name: new name; of cells `lines.OLD: lines.NEW`'),
  remove: z.array(word).default([]),
  add: z.array(word).default([]).describe('Fields that older truths do not label'),
});

/** What `options` of a plugin may be. */
export const pluginReference = z.union([
  word.describe('Path of a module, relative to this file, or name of an npm package'),
  z.strictObject({ module: word, options: z.record(z.string(), z.unknown()).default({}) }),
]);

/** `task.yaml`. */
export const taskFileSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .max(60),
  version: z.int().min(1).describe('Raised when the fields change; `migrations` bring older truths up to it'),
  describe: word.describe('One sentence: what is extracted from what'),
  schema: z
    .union([
      word.describe('A JSON Schema file, or a module whose default export is a zod object'),
      z.record(z.string(), z.unknown()),
    ])
    .describe('What an answer looks like: an object of single values, with `lines` as a list of objects'),
  fields: z.record(word, field).default({}).describe('How fields are compared and weighed'),
  lines: z.record(word, cell).default({}).describe('The same of the cells of `lines`'),
  prompt: word.optional().describe('Prompt of experiments that name none: of prompts/ in this folder, or of Assay'),
  checks: z.array(check).default([]).describe('Sums that the values of a document must obey'),
  plugins: z.array(pluginReference).default([]),
  migrations: z.array(migration).default([]),
});

export type TaskFile = z.output<typeof taskFileSchema>;
export type TaskField = z.output<typeof cell>;
export type SumCheck = z.output<typeof check>;
export type Migration = z.output<typeof migration>;
