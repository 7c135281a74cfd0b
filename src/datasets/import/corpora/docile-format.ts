import { z } from 'zod';

/** `train.json` and its like: a list of ids. They become parts of paths. */
export const idListSchema = z.array(z.string().regex(/^[\w.-]+$/, 'is no document id'));

const extraction = z.object({
  fieldtype: z.string(),
  text: z.string().nullish(),
  page: z.int().min(0),
  /** Left, top, right, bottom as fractions of the page. */
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  line_item_id: z
    .int()
    .nullish()
    .transform((id) => id ?? undefined),
});

export type Extraction = z.output<typeof extraction>;

export const annotationSchema = z.object({
  field_extractions: z.array(extraction),
  line_item_extractions: z.array(extraction).default([]),
  metadata: z
    .object({ cluster_id: z.int().optional(), currency: z.string().optional(), document_type: z.string().optional() })
    .default({}),
});

const point = z.tuple([z.number(), z.number()]);

/** The reading that DocILE ships with every page: words with relative corners, page sizes as height and width. */
export const readingSchema = z.object({
  pages: z.array(
    z.object({
      dimensions: z.tuple([z.number(), z.number()]).default([1, 1]),
      blocks: z.array(
        z.object({
          lines: z.array(
            z.object({ words: z.array(z.object({ value: z.string(), geometry: z.tuple([point, point]) })) }),
          ),
        }),
      ),
    }),
  ),
});
