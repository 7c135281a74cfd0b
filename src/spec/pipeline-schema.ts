import { z } from 'zod';
import { DOCUMENT_FORMS } from '../datasets/document-form.ts';

/** Stages that a pipeline may name, in the only order in which they can stand. What is left out keeps its defaults, or does not happen. */
export const STAGES = ['load', 'ocr', 'chunk', 'prompt', 'infer', 'validate', 'vote'] as const;
export type StageName = (typeof STAGES)[number];

const OCR_LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pl', 'sv', 'cs', 'ja'] as const;

const word = z.string().min(1);
const yesNo = (otherwise: boolean, says: string) => z.boolean().default(otherwise).describe(says);
const count = (least: number, most: number) => z.int().min(least).max(most);

const load = z.strictObject({
  form: z.enum(DOCUMENT_FORMS).default('text').describe('Plain text, text in columns, PDF, or pictures of the pages'),
  columns: yesNo(true, 'Columns of a PDF or of a read picture stay under each other'),
  severity: count(0, 3)
    .optional()
    .describe('How worn the scans of a synthetic dataset are; drawn page by page when left out'),
  mostPages: count(1, 1000).default(50).describe('A document of more pages is a failed record'),
  deskew: yesNo(
    true,
    'Pictures are turned upright: the note of the camera, quarter turns, and skew of up to 5 degrees',
  ),
  denoise: yesNo(false, 'A median filter over pictures'),
  binarise: yesNo(false, 'Pictures become black and white'),
  width: count(200, 10_000)
    .optional()
    .describe('Pictures are resized to so many pixels across; as they are when left out'),
  dpi: count(72, 600).default(200).describe('Resolution of the picture that is made of a PDF page'),
  seconds: count(1, 3600).default(300).describe('A document that takes longer to read is a failed record'),
  memoryMb: count(256, 65_536).default(1536).describe('A document that takes more memory to read is a failed record'),
});

const ocr = z.strictObject({
  languages: z
    .array(z.enum(OCR_LANGUAGES))
    .min(1)
    .max(4)
    .optional()
    .describe('Languages of the documents; when left out, English first and then what the text looks like'),
  leastConfidence: z.number().min(0).max(1).default(0).describe('Words that the engine is less sure of are left out'),
});

const chunk = z.strictObject({
  when: z.enum(['auto', 'never']).default('auto').describe('auto: a prompt longer than `above` is split'),
  above: z.number().min(0.05).max(0.95).default(0.8).describe('Share of the model context that a prompt may take'),
  overlap: count(0, 4096).default(64).describe('Tokens of the end of one part that the next begins with, whole lines'),
  most: count(2, 256).default(16).describe('A document of more parts is a failed record'),
  merge: z
    .enum(['ends', 'most'])
    .default('ends')
    .describe('ends: amounts from the last part, all else from the first; most: the most frequent value'),
});

const prompt = z.strictObject({
  fieldsPerCall: count(1, 100).optional().describe('Fields asked for in one call; all together when left out'),
});

const infer = z.strictObject({
  reason: yesNo(false, 'The model first writes freely about the document, then answers'),
  reasonTokens: count(1, 65_536).default(256).describe('Longest reasoning, in tokens'),
  extractive: z
    .boolean()
    .optional()
    .describe(
      'Every value is held to words that stand in the document, while it is decoded: nothing else can be written',
    ),
  pages: z
    .boolean()
    .optional()
    .describe('The model sees the pictures of the pages and no text: for image-to-text models such as Donut'),
  task: word
    .max(2000)
    .optional()
    .describe('Tokens that the answer of an image-to-text model begins with, e.g. <s_cord-v2>; its own when left out'),
});

const validate = z.strictObject({
  arithmetic: yesNo(true, 'Totals are checked by the rules of EN 16931'),
  grounding: yesNo(false, 'Every value must stand in the text'),
  askAgain: count(0, 3).default(0).describe('How often the model is shown what does not hold and asked again'),
});

const voter = z.union([
  word.describe('Path of a model file, relative to this experiment'),
  z.strictObject({ model: word, quantization: word.optional() }),
]);

const vote = z.strictObject({
  quantizations: z.array(word).min(1).max(8).optional().describe("Further quantizations of the variant's own model"),
  models: z.array(voter).min(1).max(8).optional().describe('Other models, on the shelf or files of your own'),
});

const stageOptions = z
  .strictObject({
    load: load.optional(),
    ocr: ocr.optional(),
    chunk: chunk.optional(),
    prompt: prompt.optional(),
    infer: infer.optional(),
    validate: validate.optional(),
    vote: vote.optional(),
  })
  .describe('One stage with its options');

const stageList = z.array(z.union([z.enum(STAGES), stageOptions])).min(1);

/** How an experiment names a pipeline: by name, as a list of stages, or as a list with a name of its own. */
export const pipelineSchema = z
  .union([
    word.describe('Name of a pipeline'),
    stageList,
    z.strictObject({
      name: z
        .string()
        .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
        .max(40)
        .describe('Letters, digits, dot, underscore and hyphen'),
      stages: stageList,
    }),
  ])
  .describe('Name of a pipeline, or a list of stages');

export type PipelineWish = z.output<typeof pipelineSchema>;
export type StageList = z.output<typeof stageList>;

const OPTIONS = { load, ocr, chunk, prompt, infer, validate, vote } as const;

/** Options of every stage, defaults filled in; `null` for a stage that does not happen. */
export interface PipelineStages {
  load: z.output<typeof load>;
  ocr: z.output<typeof ocr> | null;
  chunk: z.output<typeof chunk>;
  prompt: z.output<typeof prompt>;
  infer: z.output<typeof infer>;
  validate: z.output<typeof validate> | null;
  vote: z.output<typeof vote> | null;
}

/** The defaults of one stage. */
export function defaultsOf<Name extends StageName>(stage: Name): z.output<(typeof OPTIONS)[Name]> {
  return OPTIONS[stage].parse({}) as z.output<(typeof OPTIONS)[Name]>;
}
