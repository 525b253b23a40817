import type { Browser, BrowserContext, Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DESKTOP, PHONE, expectAccessible, expectNoSidewaysScroll, see, signedIn, startBrowser } from '../support/browser.ts'
import { type ConsoleServer, consoleServer, fillDay } from '../support/console-server.ts'
import { installed } from '../support/debian-tools.ts'

describe.runIf(installed('chromium'))('how the console looks', () => {
  let server: ConsoleServer
  let browser: Browser
  let pages: Readonly<Record<string, string>>
  let busyDay: string

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([consoleServer(), startBrowser()])
    const day = await fillDay(server)
    const live = await server.call(undefined, { number: '+4561234567', displayName: 'Karl Kvist-Hansen von der Lippe til Overgaarden' })
    await live.pickUp()
    await live.say('Harbour Dental, good morning.', 'Harbour Dental')
    await live.hear('Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz'.repeat(3))
    busyDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' }).format(day.start)
    pages = {
      contacts: '/contacts',
      'a booked contact': `/contacts/${day.booked}`,
      'a message': `/contacts/${day.message}`,
      'a live contact': `/contacts/${live.contact}`,
      'a missing contact': '/contacts/00000000-0000-7000-8000-000000000000',
      appointments: `/appointments?day=${busyDay}`,
      'a day without appointments': '/appointments?day=2020-01-01',
      'follow-ups': '/follow-ups',
      'closed follow-ups': '/follow-ups?show=closed',
      'a page that is not there': '/nowhere',
      'the signed-out page': '/signed-out?link=used',
    }
  })
  afterAll(async () => {
    await browser.close()
    await server.close()
  })

  const settled = async (page: Page): Promise<void> => {
    await see(page.getByRole('heading', { level: 1 })).toBeVisible()
    await see(page.locator('output[aria-label]')).toHaveCount(0)
  }

  describe.each([
    ['a phone in the light, in English', { viewport: PHONE, colorScheme: 'light', locale: 'en-GB' }],
    ['a phone in the dark, in Danish', { viewport: PHONE, colorScheme: 'dark', locale: 'da-DK' }],
    ['a screen in the light, in Danish', { viewport: DESKTOP, colorScheme: 'light', locale: 'da-DK' }],
    ['a screen in the dark, in English', { viewport: DESKTOP, colorScheme: 'dark', locale: 'en-US' }],
  ] as const)('on %s', (_name, look) => {
    test('every page is accessible (WCAG 2.2 AA, as far as axe can tell) and fits its width', async () => {
      const { context, page } = await signedIn(browser, await server.signInLink(), look)
      for (const path of Object.values(pages)) {
        await page.goto(server.root + path)
        await settled(page)
        await expectAccessible(page)
        await expectNoSidewaysScroll(page)
        expect(await page.title()).toMatch(/^.+ · (Harbour Dental|Firstline)$/)
      }
      await context.close()
    })
  })

  describe('the language', () => {
    const shown = (page: Page): Promise<string> => page.locator('body').innerText()

    test('is the browser’s, and every page is whole in it', async () => {
      const { context, page } = await signedIn(browser, await server.signInLink(), { locale: 'da-DK' })
      await see(page.getByRole('heading', { name: 'Henvendelser' })).toBeVisible()
      await see(page.locator('html')).toHaveAttribute('lang', 'da')
      await see(page.getByRole('heading', { level: 2 }).first()).toHaveText('I dag')
      for (const path of Object.values(pages)) {
        await page.goto(server.root + path)
        await settled(page)
        // Words that would be left over from English; the business's own words (its call types, what was said) stay as they are.
        expect(await shown(page)).not.toMatch(
          /\b(Contacts|Follow-ups|Appointments|Settings|Today|Overdue|Noted|Outcome|Lasted|Caller|Pressed|Not needed)\b/,
        )
        // A key that has no text is shown as itself.
        expect(await shown(page)).not.toMatch(/\b[a-z]+[A-Za-z]*\.[a-z][A-Za-z]+\b/)
      }
      await context.close()
    })

    test('can be changed, and is remembered', async () => {
      const { context, page } = await signedIn(browser, await server.signInLink(), { locale: 'fr-FR' })
      await see(page.getByRole('heading', { name: 'Contacts' })).toBeVisible()
      await page.getByRole('button', { name: 'Settings' }).click()
      await page.getByRole('menuitemradio', { name: 'Dansk' }).click()
      await see(page.getByRole('heading', { name: 'Henvendelser' })).toBeVisible()
      await page.reload()
      await see(page.getByRole('heading', { name: 'Henvendelser' })).toBeVisible()
      await context.close()
    })
  })

  test('light and dark follow the device, unless chosen otherwise, and that is remembered', async () => {
    const { context, page } = await signedIn(browser, await server.signInLink(), { colorScheme: 'light' })
    const ground = (): Promise<string> => page.evaluate('getComputedStyle(document.documentElement).backgroundColor')
    const isDark = async (): Promise<boolean> => Number(/\d+/.exec(await ground())?.[0]) < 100
    await settled(page)
    expect(await isDark()).toBe(false)
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(isDark).toBe(true)
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('menuitemradio', { name: 'Light' }).click()
    await expect.poll(isDark).toBe(false)
    await page.reload()
    await settled(page)
    expect(await isDark()).toBe(false)
    await context.close()
  })

  describe('with the keyboard alone', () => {
    let context: BrowserContext
    let page: Page
    beforeAll(async () => {
      ;({ context, page } = await signedIn(browser, await server.signInLink()))
    })
    afterAll(() => context.close())

    const focused = () => page.locator(':focus')

    test('the first stop skips to the content', async () => {
      await settled(page)
      await page.keyboard.press('Tab')
      await see(focused()).toHaveText('Skip to content')
      await see(focused()).toBeInViewport()
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      await see(page.locator('main :focus')).toHaveCount(1)
    })

    test('one walks from the list to a contact and back; the heading says where one is', async () => {
      await page.goto(`${server.root}/contacts`)
      await settled(page)
      await see(page.getByRole('link', { name: 'Ingrid Aagaard' })).toBeVisible()
      for (let stop = 0; stop < 20; stop += 1) {
        await page.keyboard.press('Tab')
        if ((await focused().textContent())?.includes('Ingrid Aagaard')) break
      }
      await see(focused()).toContainText('Ingrid Aagaard')
      // The stop is seen: its outline is drawn.
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
      await page.keyboard.press('Enter')
      await see(focused()).toHaveText('Ingrid Aagaard')
      expect(await page.evaluate('document.activeElement.tagName')).toBe('H1')
      await page.goBack()
      await see(focused()).toHaveText('Contacts')
    })

    test('one closes a follow-up, and changes the language', async () => {
      await page.goto(`${server.root}/follow-ups`)
      await settled(page)
      await page.getByRole('button', { name: 'Done' }).focus()
      await page.keyboard.press('Enter')
      await see(page.getByText('Done: Mette Holm')).toBeVisible()
      await see(page.getByRole('heading', { name: 'Nothing is owed' })).toBeVisible()
      await see(focused()).toHaveText('Follow-ups')
      await expectAccessible(page)
      await page.getByRole('button', { name: 'Settings' }).focus()
      await page.keyboard.press('Enter')
      await see(page.getByRole('menu')).toBeVisible()
      for (let item = 0; item < 3 && (await focused().textContent()) !== 'Dansk'; item += 1) await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await see(page.locator('html')).toHaveAttribute('lang', 'da')
      await page.keyboard.press('Escape')
      await see(page.getByRole('menu')).toHaveCount(0)
    })
  })

  /** Whatever can be tapped and shows, with the shorter of its sides. A link within a sentence is as high as its line (WCAG 2.2, 2.5.8). */
  const TARGETS = `[...document.querySelectorAll('a, button, summary, textarea')]
  .filter((target) => target.checkVisibility() && getComputedStyle(target).display !== 'inline')
  .map((target) => ({ box: target.getBoundingClientRect(), name: target.getAttribute('aria-label') ?? target.textContent }))
  .filter(({ box }) => box.width > 1)
  .map(({ box, name }) => ({ name, side: Math.min(box.width, box.height) }))`

  test('on a phone whatever can be tapped is at least 24 pixels in both directions, and the way about is at the thumb', async () => {
    const { context, page } = await signedIn(browser, await server.signInLink(), { viewport: PHONE })
    for (const path of Object.values(pages)) {
      await page.goto(server.root + path)
      await settled(page)
      const targets: readonly { readonly name: string; readonly side: number }[] = await page.evaluate(TARGETS)
      expect(targets.length).toBeGreaterThan(0)
      expect(targets.filter(({ side }) => side < 24)).toEqual([])
    }
    await page.goto(`${server.root}/contacts`)
    await settled(page)
    const bar = await page.getByRole('navigation', { name: 'Main' }).boundingBox()
    expect((bar?.y ?? 0) + (bar?.height ?? 0)).toBe(PHONE.height)
    await context.close()
  })
})
