/** Raised whenever the same answer could get another score: records of two versions are not comparable. */
export const SCORER_VERSION = '4';
