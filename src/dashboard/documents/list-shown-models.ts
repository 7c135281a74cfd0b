import { AssayError } from '../../core/errors.ts';
import { describeModel } from '../../models/inspect-model.ts';
import { listModels, type ShelfModel } from '../../models/shelf/registry.ts';

/** A model on the shelf with what its file says; `problem` instead where the file does not serve. */
export interface ShownModel extends ShelfModel {
  bytes: number | null;
  parameters: number | null;
  quantization: string | null;
  architecture: string | null;
  contextTokens: number | null;
  problem: string | null;
}

export function listShownModels(): ShownModel[] {
  return listModels().map((model) => {
    try {
      const { bytes, parameters, quantization, architecture, contextTokens } = describeModel(model.path).description;
      return {
        ...model,
        bytes,
        parameters,
        quantization: quantization.name,
        architecture,
        contextTokens: contextTokens ?? null,
        problem: null,
      };
    } catch (error) {
      if (!(error instanceof AssayError)) throw error;
      const nothing = { bytes: null, parameters: null, quantization: null, architecture: null, contextTokens: null };
      return { ...model, ...nothing, problem: error.message };
    }
  });
}
