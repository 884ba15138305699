import { defineConfig } from 'vite';

const SERVICE = 'http://127.0.0.1:8080';

export default defineConfig({
  build: {
    outDir: '../../dist/apps/cli/dashboard',
    emptyOutDir: true,
    // The policy allows no data: URI and nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/v1': SERVICE, '/openapi.json': SERVICE } },
});
