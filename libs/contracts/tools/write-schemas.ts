import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchemas } from '../src/json-schemas';

const folder = join(__dirname, '..', 'schemas');
mkdirSync(folder, { recursive: true });
for (const [file, schema] of Object.entries(jsonSchemas()))
  writeFileSync(join(folder, file), `${JSON.stringify(schema, null, 2)}\n`);
