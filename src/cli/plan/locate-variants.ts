import { contentKey } from '../../core/hash.ts';
import { describeModel } from '../../models/inspect-model.ts';
import { type LocatedModel, locateModel } from '../../models/shelf/resolve-model.ts';
import { loadExamples } from '../../plan/load-examples.ts';
import type { LoadedExperiment } from '../../plan/load-experiment.ts';
import type { PreparedVariant } from '../../schedule/prepare-run.ts';
import { requireSight } from '../../schedule/require-sight.ts';
import { loadPrompt } from '../../spec/definitions.ts';
import { predictModelBytes } from './predict-model-bytes.ts';

/** A model of a variant, found on the shelf; nothing is made. */
export interface Located {
  model: LocatedModel;
  fileBytes: number;
  /** Bytes of all tensors of the file, predicted when it is missing. */
  weightBytes: number;
}

/**
 * Every variant with its files: its own model's first, then those of its voters. A quantization that is missing is not made.
 * @throws AssayError as `locateModel`, `loadPrompt` and `requireSight`.
 */
export async function locateVariants(
  experiment: LoadedExperiment,
): Promise<{ variants: PreparedVariant[]; located: Located[][] }> {
  const variants: PreparedVariant[] = [];
  const located: Located[][] = [];
  for (const spec of experiment.spec.variants) {
    const prompt = await loadExamples(await loadPrompt(spec.prompt, experiment.prompts), experiment.spec);
    const own = await locate(spec);
    const voters: Located[] = [];
    for (const voter of spec.voters ?? []) voters.push(await locate({ ...spec, ...voter }));
    const { source, made, wanted } = own.model;
    requireSight(spec, [source, ...voters.map(({ model }) => model.source)]);
    located.push([own, ...voters]);
    variants.push({
      spec,
      prompt,
      // What is missing is planned with its source: the tokenizer is the same, and the memory an upper bound.
      model: made ?? source,
      content: {
        id: spec.id,
        modelSha256: made?.sha256 ?? source.sha256,
        sourceSha256: source.sha256,
        fileBytes: own.fileBytes,
        quantization: wanted,
        promptHash: contentKey(prompt),
        promptVersion: prompt.version,
      },
      ...(voters.length > 0 && { voters: voters.map(({ model }) => model.made ?? model.source) }),
    });
  }
  return { variants, located };
}

async function locate(request: Parameters<typeof locateModel>[0]): Promise<Located> {
  const model = await locateModel(request);
  const { source, made, wanted } = model;
  const size =
    made === undefined
      ? predictModelBytes(source.path, wanted)
      : { fileBytes: made.fileBytes, weightBytes: describeModel(made.path).description.weightBytes };
  return { model, ...size };
}
