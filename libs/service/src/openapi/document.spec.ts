import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from '@readme/openapi-parser';
import { HttpFace } from '../testing/http-face';
import { openApiDocument } from './document';

const FILE = join(__dirname, '..', '..', 'openapi.json');

interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, { operationId: string; parameters?: Parameter[] }>>;
}
interface Parameter {
  readonly name: string;
  readonly in: string;
}

const document = JSON.parse(JSON.stringify(openApiDocument())) as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

describe('openapi.json', () => {
  it('is checked in as the code has it (else run `npm run schemas`)', () => {
    expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(document);
  });

  it('is a valid OpenAPI 3.1 document', async () => {
    expect(document.openapi).toBe('3.1.0');
    expect(await validate(FILE)).toMatchObject({ valid: true, warnings: [] });
  });

  it('has every route there is, and no other', async () => {
    const face = await HttpFace.open();
    const served = await face.get('/openapi.json');
    expect(served.json()).toEqual(document);
    const routes = face.routes.filter((route) => !route.startsWith('HEAD '));
    const documented = operations.map(
      ({ path, method }) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
    );
    expect(documented.sort()).toEqual(routes.sort());
    await face.app.close();
  });

  it('names each operation once, and each of its path parameters', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const named = operation.parameters?.filter((one) => one.in === 'path') ?? [];
      expect([path, named.map(({ name }) => name)]).toEqual([path, inPath]);
    }
  });
});
