import AxeBuilder from '@axe-core/playwright'
import { type Browser, type BrowserContext, type Page, chromium, expect as playwrightExpect } from '@playwright/test'
import { expect, vi } from 'vitest'

// Patient, because a busy machine is slow; nothing waits this long when all is well.
const PATIENCE_MS = 30_000
vi.setConfig({ testTimeout: 90_000, hookTimeout: 180_000 })

/** Expectations of what a page shows, tried until they hold. */
export const see = playwrightExpect.configure({ timeout: PATIENCE_MS })

const WITHOUT_EXTRAS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--no-first-run']

export const startBrowser = (): Promise<Browser> => chromium.launch({ executablePath: '/usr/bin/chromium', args: WITHOUT_EXTRAS })

export const PHONE = { width: 390, height: 844 }
export const DESKTOP = { width: 1280, height: 800 }

type Look = { readonly viewport?: typeof PHONE; readonly colorScheme?: 'light' | 'dark'; readonly locale?: string }

/** A browser of one's own, as its user has it, signed in by `link`. */
export const signedIn = async (browser: Browser, link: string, look: Look = {}): Promise<{ context: BrowserContext; page: Page }> => {
  const context = await browser.newContext({
    viewport: look.viewport ?? DESKTOP,
    colorScheme: look.colorScheme ?? 'light',
    locale: look.locale ?? 'en-GB',
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  await page.goto(link)
  return { context, page }
}

/** Nothing on the page breaks WCAG 2.2, levels A and AA, as far as a program can tell. */
export const expectAccessible = async (page: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  expect(violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) }))).toEqual(
    [],
  )
}

/** Nothing sticks out at the side. */
export const expectNoSidewaysScroll = async (page: Page): Promise<void> => {
  const [content, window] = (await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')) as [number, number]
  expect(content).toBeLessThanOrEqual(window)
}
