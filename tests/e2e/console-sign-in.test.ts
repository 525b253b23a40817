import { type Browser, type BrowserContext, type Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { see, signedIn, startBrowser } from '../support/browser.ts'
import { type ConsoleServer, consoleServer } from '../support/console-server.ts'
import { installed } from '../support/debian-tools.ts'

describe.runIf(installed('chromium'))('signing in', () => {
  let server: ConsoleServer
  let browser: Browser
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([consoleServer(), startBrowser()])
  })
  beforeEach(async () => {
    context = await browser.newContext({ locale: 'en-GB' })
    context.setDefaultTimeout(15_000)
    page = await context.newPage()
  })
  afterEach(() => context.close())
  afterAll(async () => {
    await browser.close()
    await server.close()
  })

  test('a link signs in once; for anybody else it says that it is used, and how to get another', async () => {
    const link = await server.signInLink()
    await page.goto(link)
    await see(page.getByRole('heading', { name: 'Contacts' })).toBeVisible()

    const stranger = await browser.newContext({ locale: 'en-GB' })
    const theirs = await stranger.newPage()
    await theirs.goto(link)
    await see(theirs.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible()
    await see(theirs.getByText('./firstline link')).toBeVisible()
    await stranger.close()

    // Whoever is in already may open it again without harm.
    await page.goto(link)
    await see(page.getByRole('heading', { name: 'Contacts' })).toBeVisible()
  })

  test.each(['/contacts', '/appointments', '/follow-ups', '/contacts/00000000-0000-7000-8000-000000000000'])(
    'without a session %s leads to the page that says how to sign in',
    async (path) => {
      await page.goto(server.root + path)
      await see(page.getByRole('heading', { name: 'Signed out' })).toBeVisible()
      await see(page).toHaveTitle('Signed out · Firstline')
    },
  )

  test('a session that ends while a page is open ends the page', async () => {
    await page.goto(await server.signInLink())
    const call = await server.call(undefined, { displayName: 'Karl Kvist' })
    await see(page.getByRole('link', { name: 'Karl Kvist' })).toBeVisible()
    await context.clearCookies()
    await call.end('abandoned')
    await see(page.getByRole('heading', { name: 'Signed out' })).toBeVisible()
    await see(page.getByText('Karl Kvist')).toHaveCount(0)
  })

  test('signing out ends the session for good, not only in this browser', async () => {
    await page.goto(await server.signInLink())
    const [cookie] = await context.cookies()
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await see(page.getByRole('heading', { name: 'Signed out' })).toBeVisible()
    if (cookie !== undefined) await context.addCookies([cookie])
    await page.goto(`${server.root}/contacts`)
    await see(page.getByRole('heading', { name: 'Signed out' })).toBeVisible()
  })

  test('when calls cannot be taken, every page says so and why', async () => {
    server.setNotReady(['Port 5060 is taken by another program. Stop it, or set FIRSTLINE_SIP.'])
    await page.goto(await server.signInLink())
    for (const path of ['/contacts', '/appointments', '/follow-ups']) {
      await page.goto(server.root + path)
      await see(page.getByText('Not ready to take calls')).toBeVisible()
      await see(page.getByText('set FIRSTLINE_SIP')).toBeVisible()
    }
    server.setNotReady([])
  })

  test('a page that lost the live line says so until it is back, and then shows what it missed', async () => {
    await page.goto(await server.signInLink())
    await see(page.getByRole('heading', { name: 'Contacts' })).toBeVisible()
    await context.setOffline(true)
    await see(page.getByText('You are offline.')).toBeVisible()
    await server.call(undefined, { displayName: 'Missed Mads' })
    await context.setOffline(false)
    await see(page.getByText('You are offline.')).toHaveCount(0)
    await see(page.getByRole('link', { name: 'Missed Mads' })).toBeVisible()
    await see(page.getByText('Not live.')).toHaveCount(0)
  })

  test('what the server refuses or cannot answer is said, with a way to try again', async () => {
    const { context: own, page: mine } = await signedIn(browser, await server.signInLink())
    await mine.route('**/api/v1/appointments**', (route) =>
      route.fulfill({ status: 500, body: '{"type":"InternalError","title":"It broke.","status":500}' }),
    )
    await mine.goto(`${server.root}/appointments`)
    await see(mine.getByRole('alert')).toContainText('It broke.')
    await mine.unroute('**/api/v1/appointments**')
    await mine.getByRole('button', { name: 'Try again' }).click()
    await see(mine.getByRole('heading', { name: 'No appointments' })).toBeVisible()
    await own.close()
  })

  test('an address that leads nowhere says so and leads home', async () => {
    await page.goto(await server.signInLink())
    await page.goto(`${server.root}/rules/of/tomorrow`)
    await see(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
    await page.getByRole('link', { name: 'To the contacts' }).click()
    await see(page.getByRole('heading', { name: 'Contacts' })).toBeVisible()
  })
})
