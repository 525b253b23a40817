import { type Browser, type BrowserContext, type Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, later } from '#kernel/instant.ts'
import { systemClock } from '../../src/platform/time/system-clock.ts'
import { see, signedIn, startBrowser } from '../support/browser.ts'
import { type ConsoleServer, consoleServer, fillDay } from '../support/console-server.ts'
import { installed } from '../support/debian-tools.ts'

describe.runIf(installed('chromium'))('contacts in the browser', () => {
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

  test('with no calls yet, the page says the next step and the address to call', async () => {
    await see(page.getByRole('heading', { name: 'No calls yet' })).toBeVisible()
    await see(page.getByText('sip:harbour-dental@127.0.0.1:5060')).toBeVisible()
    await see(page).toHaveTitle('Contacts · Harbour Dental')
  })

  test('a call appears while it rings, is on the line when picked up, and ends with its outcome, with no hand laid on the page', async () => {
    await see(page.getByRole('heading', { name: 'Contacts' })).toBeVisible()
    const call = await server.call(undefined, { number: '+4561234567' })
    const line = page.getByRole('link', { name: '+45 61 23 45 67' })
    await see(line).toContainText('Ringing')
    await call.pickUp()
    await see(line).toContainText('On the line')
    await call.decide('booking', true)
    await see(line).toContainText('Booking')
    await see(line).toContainText('Urgent')
    await call.learn('name', 'name', 'Karl Kvist')
    await see(page.getByRole('link', { name: 'Karl Kvist' })).toContainText('+45 61 23 45 67')
    await call.end('message-taken')
    await see(page.getByRole('link', { name: 'Karl Kvist' })).toContainText('Message taken')
  })

  test('a conversation grows on its page while it is spoken, and its length runs', async () => {
    const call = await server.call(undefined, { number: '+4561234567' })
    await page.goto(`${server.root}/contacts/${call.contact}`)
    await see(page.getByText('Nothing has been said yet.')).toBeVisible()
    await call.pickUp()
    await call.say('Harbour Dental. How can I help?')
    await see(page.getByText('Harbour Dental. How can I help?')).toBeVisible()
    const length = page.getByRole('timer')
    const before = await length.textContent()
    await see(length).not.toHaveText(before ?? '')
    await call.say('We have time on Thursday at nine or at ten', 'We have time on')
    await see(page.getByText('talked over here')).toBeVisible()
    await see(page.getByText('We have time on', { exact: true })).toBeVisible()
    await call.hear('31', 'keypad')
    await see(page.locator('kbd')).toHaveText(['3', '1'])
    await call.end('abandoned')
    await see(page.getByText('Hung up', { exact: true })).toBeVisible()
  })

  test('a reader at the end of a growing transcript is taken along; one who reads further up is left in peace', async () => {
    const call = await server.call(undefined, { number: '+4561234567' })
    await call.pickUp()
    for (let turn = 1; turn <= 24; turn += 1) await call.hear(`Sentence ${turn}`)
    await page.setViewportSize({ width: 390, height: 600 })
    await page.goto(`${server.root}/contacts/${call.contact}`)
    const last = (text: string) => page.getByText(text, { exact: true })
    await see(last('Sentence 24')).toBeAttached()
    await call.hear('Sentence 25')
    await see(last('Sentence 25')).toBeAttached()
    await see(last('Sentence 25')).not.toBeInViewport()
    expect(await page.evaluate('scrollY')).toBe(0)

    await last('Sentence 25').scrollIntoViewIfNeeded()
    await page.mouse.wheel(0, 60)
    await see(last('Sentence 25')).toBeInViewport()
    await call.hear('Sentence 26')
    await see(last('Sentence 26')).toBeInViewport()
    await call.end('abandoned')
  })

  test('what a caller says is shown as text, whatever it holds', async () => {
    const call = await server.call(undefined, { displayName: '<img src=x onerror="document.title=1">' })
    await call.pickUp()
    const said = '<script>document.title = "owned"</script><b onclick="x">bold</b> & {{t}} \u202e'
    await call.hear(said)
    await call.learn('name', 'name', '"><svg onload=alert(1)>')
    await call.end('abandoned')
    await page.goto(`${server.root}/contacts/${call.contact}`)
    await see(page.locator('main').getByText('<script>document.title = "owned"</script>')).toBeVisible()
    await see(page.getByRole('heading', { level: 1 })).toHaveText('"><svg onload=alert(1)>')
    expect(await page.locator('main script, main b, main img').count()).toBe(0)
    await see(page).toHaveTitle('"><svg onload=alert(1)> · Harbour Dental')
  })

  test('a contact shows what came of it, what is known, why it was decided, how fast it was, and the record itself', async () => {
    const day = await fillDay(server)
    await page.goto(`${server.root}/contacts/${day.booked}`)
    const part = (name: string) => page.getByRole('region', { name })
    await see(part('What came of it')).toContainText('Check-up · Anna')
    await see(part('What we know')).toContainText('Ingrid Aagaard')
    await see(part('What we know')).toContainText('Confirmed')
    await see(part('Decisions, and why')).toContainText('Call type: Booking')
    await see(part('Decisions, and why')).toContainText('The words fit this call type. (87% sure)')
    await see(part('Decisions, and why')).toContainText('The number came with the call.')
    await see(part('How fast')).toContainText('96 ms')
    await page.getByText('Every event, as it was recorded').click()
    await see(page.getByText('booking-asked')).toBeVisible()

    await page.goto(`${server.root}/contacts/${day.message}`)
    await see(part('What was said').getByText('Spoken message, 0:03')).toBeVisible()
    await see(part('What came of it')).toContainText('Overdue')
    const seconds = await page
      .locator('audio')
      .first()
      .evaluate(async (audio: { play(): Promise<void>; duration: number }) => {
        await audio.play()
        return audio.duration
      })
    expect(seconds).toBeCloseTo(3, 1)
  })

  test('a rule this page has no words for is shown by its id', async () => {
    const call = await server.call()
    await call.pickUp()
    await call.record(
      { type: 'knowledge-given', data: { article: 'parking', reason: { rule: 'rule-of-tomorrow', article: 'parking' } } },
      { type: 'protected-topic-met', data: { topic: 'refunds', reason: { rule: 'protected-topic', score: 0.9 } } },
      { type: 'emergency-met', data: { reason: { rule: 'emergency.fire.en' } } },
      { type: 'understood', data: { what: 'declined:name', reason: { rule: 'not-understood' } } },
    )
    await call.end('escalated', 'message-filed')
    await page.goto(`${server.root}/contacts/${call.contact}`)
    const decisions = page.getByRole('region', { name: 'Decisions, and why' })
    await see(decisions).toContainText('Answered with: Where to park')
    await see(decisions.getByText('rule-of-tomorrow')).toBeVisible()
    await see(decisions).toContainText('Left to a person: Refunds')
    await see(decisions).toContainText('The words mean danger to life.')
    await see(decisions).toContainText('Went on without: Name')
  })

  test('a line that dropped is not called a caller who hung up', async () => {
    const call = await server.call()
    await call.pickUp()
    await call.record({ type: 'understood', data: { what: 'left:network', reason: { rule: 'hung-up' } } })
    await call.end('interrupted')
    await page.goto(`${server.root}/contacts/${call.contact}`)
    const decisions = page.getByRole('region', { name: 'Decisions, and why' })
    await see(decisions.getByText('The line was cut.')).toHaveCount(2)
    await see(decisions.getByText('The caller hung up.')).toHaveCount(0)
  })

  test('words a recogniser was not sure of are marked; surer ones and keys are not', async () => {
    const call = await server.call()
    await call.pickUp()
    await call.hear('a crown on Thursday', 'voice', 0.55)
    await call.hear('yes please', 'voice', 0.8)
    await call.hear('1', 'keypad', 0.5)
    await call.end('abandoned')
    await page.goto(`${server.root}/contacts/${call.contact}`)
    const said = page.getByRole('region', { name: 'What was said' })
    await see(said.getByText('heard with doubt')).toHaveCount(1)
    await see(said.getByRole('listitem').filter({ hasText: 'a crown on Thursday' })).toContainText('heard with doubt')
  })

  test('a spoken answer without words is its recording alone, and one with nothing in it says so', async () => {
    const call = await server.call()
    await call.pickUp()
    await call.speakMessage(2)
    await call.speakMessage(0)
    await call.hear('')
    await call.end('message-taken', 'message-filed')
    await page.goto(`${server.root}/contacts/${call.contact}`)
    const turns = page.getByRole('region', { name: 'What was said' }).getByRole('listitem')
    await see(turns).toHaveCount(3)
    await see(turns.nth(0)).toContainText('Spoken message, 0:02')
    await see(turns.nth(0).locator('audio')).toHaveCount(1)
    await see(turns.nth(0)).not.toContainText('Nothing was said.')
    for (const silent of [turns.nth(1), turns.nth(2)]) {
      await see(silent).toContainText('Nothing was said.')
      await see(silent.locator('audio')).toHaveCount(0)
    }
  })

  test('in Danish, the business’s own words are its Danish ones, and those it has only in English stay', async () => {
    const now = systemClock.now()
    const start = later(now, 2 * DAY - (now % (5 * MINUTE)))
    const call = await server.call()
    await call.pickUp()
    await call.decide('booking')
    await call.learn('service', 'choice', 'check-up', 'named')
    const appointment = await server.book(call.contact, start, 'Ingrid Aagaard')
    await call.record(
      { type: 'booking-asked', data: { appointment, service: 'check-up', person: 'anna', start } },
      { type: 'booking-made', data: { appointment } },
      { type: 'knowledge-given', data: { article: 'parking', reason: { rule: 'article', article: 'parking' } } },
      { type: 'knowledge-given', data: { article: 'hours', reason: { rule: 'hours-asked', article: 'hours' } } },
      { type: 'protected-topic-met', data: { topic: 'refunds', reason: { rule: 'protected-topic', score: 0.9 } } },
    )
    await call.decide('urgent')
    await call.end('booked', 'booked')
    const danish = await signedIn(browser, await server.signInLink(), { locale: 'da-DK' })
    const part = (name: string) => danish.page.getByRole('region', { name })
    await danish.page.goto(`${server.root}/contacts/${call.contact}`)
    await see(part('Hvad det blev til')).toContainText('Undersøgelse · Anna')
    await see(part('Hvad vi ved')).toContainText('Undersøgelse')
    await see(part('Beslutninger og hvorfor')).toContainText('Type: Tidsbestilling')
    await see(part('Beslutninger og hvorfor')).toContainText('Type: Urgent')
    await see(part('Beslutninger og hvorfor')).toContainText('Svarede med: Parkering')
    await see(part('Beslutninger og hvorfor')).toContainText('Svarede med: Åbningstider')
    await see(part('Beslutninger og hvorfor')).toContainText('Overladt til et menneske: Penge tilbage')
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' }).format(start)
    await danish.page.goto(`${server.root}/appointments?day=${day}`)
    await see(danish.page.getByText('Undersøgelse').first()).toBeVisible()
    await danish.context.close()
  })

  test('what was erased reads so', async () => {
    const call = await server.call(later(systemClock.now(), -HOUR), { number: '+4520202020', displayName: 'Erna' })
    await call.pickUp()
    await call.hear('My name is Erna')
    await call.learn('name', 'name', 'Erna')
    await call.end('abandoned')
    await server.erase(call.contact)
    await page.goto(`${server.root}/contacts/${call.contact}`)
    await see(page.getByRole('heading', { level: 1 })).toHaveText('Erased')
    await see(page.getByRole('region', { name: 'What was said' })).toContainText('Erased')
    await see(page.getByRole('region', { name: 'What we know' })).toContainText('Erased')
    await see(page.getByText('Erna')).toHaveCount(0)
  })

  test('older contacts come on demand, under their day', async () => {
    const now = systemClock.now()
    for (let index = 0; index < 55; index += 1) {
      const call = await server.call(later(now, -3 * DAY - index * MINUTE), { number: `+45301000${String(index).padStart(2, '0')}` })
      await call.end('abandoned')
    }
    await page.goto(`${server.root}/contacts`)
    const oldest = page.getByRole('link', { name: '+45 30 10 00 54' })
    await see(page.getByRole('button', { name: 'Show older' })).toBeVisible()
    await see(oldest).toHaveCount(0)
    await page.getByRole('button', { name: 'Show older' }).click()
    await see(oldest).toBeVisible()
    await see(page.getByRole('button', { name: 'Show older' })).toHaveCount(0)
    const days = await page.getByRole('heading', { level: 2 }).allTextContents()
    expect(days[0]).toBe('Today')
    expect(days.length).toBeGreaterThan(1)
  })

  test('a contact that is not here says so', async () => {
    await page.goto(`${server.root}/contacts/00000000-0000-7000-8000-000000000000`)
    await see(page.getByRole('heading', { name: 'This contact is not here' })).toBeVisible()
    await page.getByRole('link', { name: 'All contacts' }).click()
    await see(page).toHaveURL(`${server.root}/contacts`)
  })
})
