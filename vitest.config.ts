import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts', 'tools/**/*.test.ts'],
    reporters: ['default', './tools/test/closing-line-reporter.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    globalSetup: ['tests/support/global-setup.ts'],
    maxWorkers: 2,
    // Where others share the machine, what speaks to real programs (a softphone, a browser, a killed database) is tried again before it is called failed.
    retry: process.env['CI'] === undefined ? 0 : 2,
  },
})
