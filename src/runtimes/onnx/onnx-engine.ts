/** Name and version of the library that runs ONNX models; part of the identity of runs that use one. */
export const ONNX_ENGINE = 'onnxruntime-node 1.30.0';
