import { documentsToSettle } from './documents-to-settle.ts';
import { floorOfDocuments, minimumDetectableEffect, smallestCertifiableMargin } from './planning.ts';

export interface MarginRule {
  documents: number;
  margin: number;
  brokenMargin: number;
  alpha: number;
  /** Spread of the paired differences in a pilot run; `null` when there is none. */
  sd: number | null;
}

/** What a decision about so many documents can give, before anything runs. */
export interface MarginPlan {
  documents: number;
  /** Documents below which SAFE is impossible. */
  floor: number;
  smallestMargin: number;
  /** Difference found with 80 % chance; `null` without a pilot. */
  detectableEffect: number | null;
  /** Documents that settle the margin with 80 % chance when there is no true loss; without a pilot the floor. */
  documentsToSettle: number;
}

/** The plan of a non-inferiority question. */
export function planMargin({ documents, margin, brokenMargin, alpha, sd }: MarginRule): MarginPlan {
  const floor = floorOfDocuments(margin, brokenMargin, alpha);
  const byVariance = sd === null ? null : documentsToSettle({ n: 0, sd, margin, brokenCount: 0, brokenMargin, alpha });
  return {
    documents,
    floor,
    smallestMargin: smallestCertifiableMargin(documents, alpha),
    detectableEffect: sd === null ? null : minimumDetectableEffect(sd, documents, { alpha }),
    documentsToSettle: Math.max(floor, byVariance ?? floor),
  };
}
