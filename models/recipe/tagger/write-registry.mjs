// Puts the digest of the exported tagger into models/registry.json: network, tokenizer and configuration together.
import { readFileSync, writeFileSync } from 'node:fs';
import { inspectModel } from '../../../dist/models/inspect-model.js';

const file = 'assay-tagger/onnx/model.onnx';
const { sha256 } = await inspectModel(new URL(`../../${file}`, import.meta.url).pathname);
const path = new URL('../../registry.json', import.meta.url);
const registry = JSON.parse(readFileSync(path, 'utf8'));
const description = 'Marks header fields and line cells of invoices; 1.9 M parameters, trained on invoices-v2 and invoices-v1';
registry['assay-tagger'] = { file, sha256, runtime: 'onnx', description, card: 'assay-tagger.md' };
writeFileSync(path, `${JSON.stringify(registry, null, 2)}\n`);
console.log(`${file} ${sha256}`);
