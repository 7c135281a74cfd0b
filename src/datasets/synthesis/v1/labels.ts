import { de } from './labels/de.ts';
import { en } from './labels/en.ts';
import { es } from './labels/es.ts';
import { fr } from './labels/fr.ts';
import type { LabelWords } from './labels/label-key.ts';

export type { LabelKey } from './labels/label-key.ts';

export type Language = 'en' | 'de' | 'fr' | 'es';

/** The last of every list are printed only by the split `test-labels`. */
export const HELD_OUT_LABELS = 3;

/** Label words of `invoices-v1` by language. */
export const LABELS: Readonly<Record<Language, LabelWords>> = { en, de, fr, es };
