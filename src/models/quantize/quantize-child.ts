import { AssayError } from '../../core/errors.ts';
import { findEngineFolder } from './engine-folder.ts';
import { loadImatrix } from './load-imatrix.ts';
import { loadNativeQuantizer } from './native-quantizer.ts';
import type { QuantizeReply, QuantizeRequest } from './quantize-request.ts';

// Entry of the quantizing process: one request in, one reply out. The engine writes its own log to stderr.
process.once('message', (request: QuantizeRequest) => {
  process.send?.(runQuantize(request), () => process.disconnect());
});

function runQuantize(request: QuantizeRequest): QuantizeReply {
  try {
    const quantize = loadNativeQuantizer(findEngineFolder());
    const imatrix = request.imatrix === null ? null : loadImatrix(request.imatrix);
    const code = quantize({ ...request, imatrix });
    if (code === 0) return { kind: 'done' };
    return { kind: 'failed', code: 'QUANTIZE_FAILED', message: `llama.cpp returned ${code}`, hint: null };
  } catch (error) {
    if (error instanceof AssayError) {
      return { kind: 'failed', code: error.code, message: error.message, hint: error.hint ?? null };
    }
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { kind: 'failed', code: 'QUANTIZE_FAILED', message, hint: null };
  }
}
