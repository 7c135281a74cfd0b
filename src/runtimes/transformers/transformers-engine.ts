/** Name and version of the library that runs image-to-text models, and of what computes inside it; part of the identity of runs that use one. */
export const TRANSFORMERS_ENGINE = 'transformers.js 4.3.1, onnxruntime-node 1.30.0';
