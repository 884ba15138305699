const only = (lib, ...allowed) => ({
  name: `${lib}-imports-only-${allowed.join('-') || 'itself'}`,
  severity: 'error',
  from: { path: `^libs/${lib}/` },
  to: { path: '^(libs|apps)/', pathNot: [lib, ...allowed].map((name) => `^libs/${name}/`) },
});

/** Of a lib; what loads Nest has a second one, so that a replay loads none of it; what is answered is a type to the dashboard. */
const DOOR =
  '^libs/([^/]+/src/index|engine/src/service|adapters/src/adapters\\.module|service/src/views/answers)\\.ts$';
const ADAPTER_SPECS = '^libs/adapters/src/.+\\.spec\\.ts$';

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    only('metering'),
    only('contracts'),
    only('engine', 'metering', 'contracts'),
    only('adapters', 'engine', 'metering', 'contracts'),
    only('service', 'adapters', 'engine', 'metering', 'contracts'),
    {
      name: 'service-knows-the-wiring-and-no-adapter',
      severity: 'error',
      from: { path: '^libs/service/' },
      to: { path: '^libs/adapters/', pathNot: '^libs/adapters/src/adapters\\.module\\.ts$' },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      comment: 'No I/O in the rules: no node: module, no framework.',
      from: { path: '^libs/metering/src', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'adapters-know-nothing-of-each-other',
      severity: 'error',
      from: { path: '^libs/adapters/src/([^/]+)/' },
      to: { path: '^libs/adapters/src/[^/]+/', pathNot: '^libs/adapters/src/$1/' },
    },
    {
      name: 'apps-know-nothing-of-each-other',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-know-no-app',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'product-knows-no-test',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '(^test/|\\.spec\\.ts$)' },
    },
    {
      name: 'a-lib-has-one-door',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/', pathNot: ADAPTER_SPECS },
      to: { path: '^libs/[^/]+/src/.+', pathNot: [DOOR, '^libs/$2/'] },
    },
    {
      name: 'adapters-are-tested-by-the-contracts-of-the-ports',
      severity: 'error',
      from: { path: ADAPTER_SPECS },
      to: {
        path: '^libs/[^/]+/src/.+',
        pathNot: [DOOR, '^libs/adapters/', '^libs/engine/src/testing/'],
      },
    },
    {
      name: 'product-knows-no-contract-suite',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: ['\\.spec\\.ts$', '^libs/[^/]+/src/testing/'],
      },
      to: { path: '^libs/(engine|service)/src/testing/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default'],
    },
  },
};
