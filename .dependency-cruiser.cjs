// The dependency rule of ARCHITECTURE.md: main -> modules -> platform -> kernel; service/routes/jobs/postgres -> core -> kernel.

/** Libraries that compute and nothing else: no clock, chance, network or file of their own. A core may use these only. */
const PURE_LIBRARIES = 'node_modules/(zod|yaml|temporal-polyfill|temporal-spec|temporal-utils|libphonenumber-js|date-holidays|sdp-transform)/'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'core-is-pure',
      comment: 'A core sees the kernel, its own core, the pure door (core/index.ts) of other modules and pure libraries.',
      severity: 'error',
      from: { path: '^src/([^/]+)/core/', pathNot: '[.](test|property)[.]ts$' },
      to: { pathNot: `^src/(kernel|$1/core)/|^src/[^/]+/core/index[.]ts$|${PURE_LIBRARIES}` },
    },
    {
      name: 'kernel-imports-nothing',
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: '[.]test[.]ts$' },
      to: { pathNot: '^src/kernel/' },
    },
    {
      name: 'modules-meet-at-the-door',
      comment: 'Another module is entered by its index.ts (or core/index.ts, its pure door).',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: '^src/main/|[.]test[.]ts$' },
      to: { path: '^src/[^/]+/.+', pathNot: '^src/(kernel|contract|platform|$1)/|^src/[^/]+/(core/)?index[.]ts$' },
    },
    { name: 'web-sees-only-the-contract', severity: 'error', from: { path: '^src/web/' }, to: { path: '^src/', pathNot: '^src/(web|contract|kernel)/' } },
    { name: 'contract-is-data', severity: 'error', from: { path: '^src/contract/', pathNot: '[.]test[.]ts$' }, to: { pathNot: '^src/(contract|kernel)/|node_modules/zod/' } },
    {
      name: 'platform-knows-no-module',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/', pathNot: '^src/(platform|contract|kernel)/' },
    },
    { name: 'nobody-imports-main', severity: 'error', from: { path: '^src/', pathNot: '^src/main/' }, to: { path: '^src/main/' } },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
}
