import { expect, test } from 'vitest'
import { settingsInForce, settingsPage } from './settings-page.ts'
import { SETTINGS } from './settings.ts'

test('docs/settings.md is what the settings say', async () => {
  await expect(settingsPage()).toMatchFileSnapshot('../../docs/settings.md')
})

test('every default and every example can be read', () => {
  for (const { name, fallback, example, format } of Object.values(SETTINGS)) {
    if (fallback !== undefined) expect(format.safeParse(fallback).success, name).toBe(true)
    if (name !== 'FIRSTLINE_SECRET_KEY') expect(format.safeParse(example).success, `${name}: ${example}`).toBe(true)
  }
})

test('the settings in force are shown with their values, but no secret is', () => {
  const text = settingsInForce({ FIRSTLINE_HTTP: '0.0.0.0:80', DATABASE_URL: 'postgres://a:hunter2@db/x', FIRSTLINE_LOG: ' ' })
  expect(text).toContain('FIRSTLINE_HTTP = 0.0.0.0:80\n')
  expect(text).toContain('DATABASE_URL = set (not shown)\n')
  expect(text).toContain('FIRSTLINE_LOG = info (default)\n')
  expect(text).not.toContain('hunter2')
})
