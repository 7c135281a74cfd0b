import { dirname, resolve } from 'node:path';
import { yamlError } from '../core/check-yaml.ts';
import type { YamlPath, YamlSource } from '../core/yaml.ts';
import { isPath } from './definitions.ts';
import { type KnownIds, requireKnown } from './known-ids.ts';
import type { PipelineStages } from './pipeline-schema.ts';
import type { VoterSpec } from './spec.ts';

/**
 * The models that vote beside a variant's own, in declared order: further quantizations of it, then others. One that is the
 * variant's own is left out. Throws a usage error with the place of the pipeline for ids that are not known.
 */
export function makeVoters(
  { vote }: PipelineStages,
  own: VoterSpec,
  at: { source: YamlSource; known: KnownIds; path: YamlPath },
): VoterSpec[] {
  if (vote === null) return [];
  const folder = dirname(at.source.path);
  const fail = (message: string, hint: string) => yamlError({ ...at, code: 'SPEC_PIPELINE', message, hint });
  const quantized = (vote.quantizations ?? []).map((quantization): VoterSpec => {
    requireKnown('quantizations', quantization, at);
    if (own.file !== null) {
      const message = `lets quantizations of ${own.model} vote, which is a file of one`;
      throw fail(message, 'name the other files: `- vote: {models: [FILE]}`');
    }
    return { model: own.model, quantization, file: null };
  });
  const others = (vote.models ?? []).map((voter): VoterSpec => {
    const { model, quantization = null } = typeof voter === 'string' ? { model: voter } : voter;
    if (quantization !== null) requireKnown('quantizations', quantization, at);
    if (isPath(model) || typeof voter === 'string') {
      const file = resolve(folder, model);
      return { model: file, quantization, file: quantization === null ? file : null };
    }
    requireKnown('models', model, at);
    if (quantization === null) throw fail(`lets ${model} vote without a quantization`, 'add `quantization: F16`');
    return { model, quantization, file: null };
  });
  return [...quantized, ...others].filter(
    ({ model, quantization }) => model !== own.model || quantization !== own.quantization,
  );
}
