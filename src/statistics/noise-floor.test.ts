import { expect, test } from 'vitest';
import { disagreementShare, noiseFloorSentence } from './noise-floor.ts';
import { raceSentence } from './race-sentence.ts';

function disagreement(documents: number): ReturnType<typeof disagreementShare> {
  return disagreementShare(new Float64Array(100).fill(1, 0, documents), new Float64Array(100).fill(20));
}

test('says what differs with nothing changed, and what lies inside that noise', () => {
  expect(noiseFloorSentence(disagreement(12), 'Q4_K_M', disagreement(82))).toMatch(
    /^Noise floor: 0\.6% of fields differ with nothing changed \(95% CI 0\.\d% to 0\.\d%, 100 documents\); Q4_K_M differs in 4\.1%\.$/,
  );
  expect(noiseFloorSentence(disagreement(12), 'Q8_0', disagreement(13))).toContain(
    'Q8_0 differs in 0.7%: inside the noise.',
  );
});

test('reports evidence and its bound after an early stop, and no fixed-sample interval', () => {
  const decision = {
    reason: '',
    documents: 189,
    evidenceSafe: 24.31,
    evidenceUnbroken: 20.4,
    evidenceWorse: 0.1,
    threshold: 20,
  };
  const names = { candidate: 'Q4_K_M', baseline: 'F16', margin: 0.02, alpha: 0.05, lowerBound: -0.019 };
  expect(raceSentence({ ...decision, verdict: 'SAFE' }, names)).toBe(
    'SAFE at 2.0 pt after 189 invoices: Q4_K_M loses at most 1.9 pt vs F16 (95% one-sided, valid at every look; E = 20.4, 20.0 needed).',
  );
  expect(raceSentence({ ...decision, verdict: null }, names)).toMatch(/^CANNOT TELL YET after 189 invoices/);
  const worse = raceSentence({ ...decision, verdict: 'WORSE', evidenceWorse: 31 }, names);
  expect(worse).toBe('WORSE after 189 invoices: Q4_K_M is beyond the 2.0 pt margin vs F16 (E = 31.0, 20.0 needed).');
  expect(worse).not.toContain('CI');
});
