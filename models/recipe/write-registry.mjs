// Puts the checksum of the exported model into models/registry.json.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const registry = JSON.parse(readFileSync('../registry.json', 'utf8'));
const entry = registry['assay-extract'];
entry.sha256 = createHash('sha256').update(readFileSync(`../${entry.file}`)).digest('hex');
writeFileSync('../registry.json', `${JSON.stringify(registry, null, 2)}\n`);
console.log(`${entry.file} ${entry.sha256}`);
