import { type Browser, type BrowserContext, type Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, later } from '#kernel/instant.ts'
import { systemClock } from '../../src/platform/time/system-clock.ts'
import { see, signedIn, startBrowser } from '../support/browser.ts'
import { type ConsoleServer, consoleServer } from '../support/console-server.ts'
import { installed } from '../support/debian-tools.ts'

describe.runIf(installed('chromium'))('work in the browser', () => {
  let server: ConsoleServer
  let browser: Browser
  let context: BrowserContext
  let page: Page
  const faults: string[] = []

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([consoleServer(), startBrowser()])
    ;({ context } = await signedIn(browser, await server.signInLink()))
  })
  beforeEach(async () => {
    page = await context.newPage()
    await page.goto(`${server.root}/contacts`)
    page.on('pageerror', (error) => faults.push(error.message))
  })
  afterEach(() => page.close())
  afterAll(async () => {
    await browser.close()
    await server.close()
    expect(faults).toEqual([])
    expect(server.faults).toEqual([])
  })

  const leaveMessage = async (name: string, dueInMs: number, urgent = false) => {
    const call = await server.call(later(systemClock.now(), -3 * HOUR), { number: '+4533445566' })
    await call.pickUp()
    const recording = await call.speakMessage()
    const owed = { name, number: '+4533445566', matter: `${name} asks for a call` }
    const followUp = await call.owe(later(systemClock.now(), dueInMs), owed, { urgent, recording })
    await call.end('message-taken', 'message-filed')
    return { contact: call.contact, followUp }
  }

  describe('follow-ups', () => {
    test('with none, the page says so', async () => {
      await page.getByRole('link', { name: 'Follow-ups' }).click()
      await see(page.getByRole('heading', { name: 'Nothing is owed' })).toBeVisible()
    })

    test('a message appears live; the soonest due stands first, the overdue in words; the badge counts', async () => {
      await page.goto(`${server.root}/follow-ups`)
      await see(page.getByRole('heading', { name: 'Follow-ups' })).toBeVisible()
      await leaveMessage('Later Lise', 5 * HOUR)
      await see(page.getByRole('heading', { name: 'Later Lise' })).toBeVisible()
      await leaveMessage('Overdue Ole', -2 * HOUR, true)
      await see(page.getByRole('heading', { name: 'Overdue Ole', exact: true })).toBeVisible()
      const cards = page.locator('main ul').first().locator(':scope > li')
      await see(cards.nth(0)).toContainText('Overdue Ole')
      await see(cards.nth(0)).toContainText('Overdue')
      await see(cards.nth(0)).toContainText('was due 2 hours ago')
      await see(cards.nth(0)).toContainText('Urgent')
      await see(cards.nth(0)).toContainText('For Anna')
      await see(cards.nth(0).getByRole('link', { name: '+45 33 44 55 66' })).toHaveAttribute('href', 'tel:+4533445566')
      await see(cards.nth(0).locator('audio')).toHaveCount(1)
      await see(cards.nth(1)).toContainText('Later Lise')
      await see(cards.nth(1)).toContainText(/Due (today|tomorrow)/)
      await see(page.getByRole('link', { name: /Follow-ups.*2 open, 1 overdue/ })).toBeVisible()
    })

    test('one tap closes one; it is said, counted, and kept among the closed', async () => {
      await page.goto(`${server.root}/follow-ups`)
      const card = page.locator('li').filter({ hasText: 'Overdue Ole' })
      await card.getByRole('button', { name: 'Done' }).click()
      await see(page.getByText('Done: Overdue Ole')).toBeVisible()
      await see(card.getByRole('button')).toHaveCount(0)
      await see(page.getByRole('link', { name: /Follow-ups.*1 open/ })).toBeVisible()
      await page.getByRole('button', { name: 'Show closed' }).click()
      await see(page).toHaveURL(/show=closed/)
      await see(page.getByRole('heading', { name: 'Overdue Ole', exact: true })).toBeVisible()
      await see(page.locator('li').filter({ hasText: 'Overdue Ole' })).toContainText('Done today')
    })

    test('a note goes along and stands at the contact', async () => {
      const { contact } = await leaveMessage('Noted Nora', HOUR)
      await page.goto(`${server.root}/follow-ups`)
      const card = page.locator('li').filter({ hasText: 'Noted Nora' })
      await card.getByRole('button', { name: 'Add a note' }).click()
      await card.getByLabel('Note').fill('Comes on Monday')
      await card.getByRole('button', { name: 'Not needed' }).click()
      await see(page.getByText('Not needed: Noted Nora')).toBeVisible()
      await page.goto(`${server.root}/contacts/${contact}`)
      await see(page.getByRole('region', { name: 'What came of it' })).toContainText('Comes on Monday')
    })

    test('one that could not be closed stays, and says why', async () => {
      await leaveMessage('Stubborn Sten', HOUR)
      await page.goto(`${server.root}/follow-ups`)
      const card = page.locator('li').filter({ hasText: 'Stubborn Sten' })
      await see(card).toBeVisible()
      await page.route('**/close', (route) => route.abort())
      await card.getByRole('button', { name: 'Done' }).click()
      await see(card.getByRole('alert')).toHaveText('It could not be closed: The server was not reached. Is it running?')
      await see(card.getByRole('button', { name: 'Done' })).toBeEnabled()
    })
  })

  describe('appointments', () => {
    test('appear live, by person, with the way to the call; other days are a tap away', async () => {
      await page.getByRole('link', { name: 'Appointments' }).click()
      await see(page.getByRole('heading', { name: 'No appointments' })).toBeVisible()
      const call = await server.call(later(systemClock.now(), -HOUR), { number: '+4520123456' })
      await call.pickUp()
      await call.end('booked', 'booked')
      // Nearly two days on, whatever the hour is: never today in Copenhagen, and never more than two days away.
      const now = systemClock.now()
      const start = later(now, 36 * HOUR - (now % (5 * MINUTE)))
      const dateIn = (moment: number) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' }).format(moment)
      const days = Math.round((Date.parse(dateIn(start)) - Date.parse(dateIn(now))) / DAY)
      for (let day = 0; day < days; day += 1) await page.getByRole('link', { name: 'Day after' }).click()
      await see(page).toHaveURL(`${server.root}/appointments?day=${dateIn(start)}`)

      await server.book(call.contact, start, 'Ingrid Aagaard', 'bo')
      const person = page.getByRole('region', { name: 'Bo' })
      await see(person).toContainText('Ingrid Aagaard')
      await see(person).toContainText('Check-up')
      const time = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Copenhagen', timeStyle: 'short' }).format(start)
      await see(person).toContainText(time)
      await see(page.getByText('1 appointment', { exact: true })).toBeVisible()

      await person.getByRole('link', { name: 'The call' }).click()
      await see(page).toHaveURL(`${server.root}/contacts/${call.contact}`)
      await page.goBack()
      await page.getByRole('link', { name: 'Today' }).click()
      await see(page.getByRole('heading', { name: 'No appointments' })).toBeVisible()
    })

    test('of a day that is none are those of today', async () => {
      await page.goto(`${server.root}/appointments?day=yesterday`)
      await see(page.getByRole('heading', { level: 2, name: 'Today' })).toBeVisible()
    })
  })
})
