import { test } from 'vitest'
import { consoleServer, fillDay } from '../support/console-server.ts'
import { DESKTOP, PHONE, startBrowser, signedIn } from '../support/browser.ts'
test('shots', async () => {
  const server = await consoleServer()
  const empty = process.env['EMPTY'] === '1'
  const browser = await startBrowser()
  try {
    {
      const { context, page } = await signedIn(browser, await server.signInLink(), { viewport: PHONE })
      await page.waitForTimeout(900)
      await page.screenshot({ path: '/tmp/fl/shots/empty-phone.png' })
      await context.close()
    }
    const day = await fillDay(server)
    const call = await server.call(undefined, { number: '+4561234567', displayName: 'Karl Kvist' })
    await call.pickUp()
    await call.say('Harbour Dental, good morning. How can I help?')
    await call.hear('I have a toothache <b>now</b>')
    await server.call(undefined, { number: '+4571717171' })
    for (const [size, viewport] of Object.entries({ phone: PHONE, desk: DESKTOP }))
      for (const colorScheme of ['light', 'dark'] as const) {
        const locale = (size === 'phone') === (colorScheme === 'light') ? 'en-GB' : 'da-DK'
        const { context, page } = await signedIn(browser, await server.signInLink(), { viewport, colorScheme, locale })
        page.on('console', (m) => console.log('CONSOLE', m.type(), m.text()))
        page.on('pageerror', (e) => console.log('PAGEERROR', e.message))
        const shot = async (name: string) => {
          await page.waitForTimeout(700)
          await page.screenshot({ path: `/tmp/fl/shots/${name}-${size}-${colorScheme}-${locale.slice(0, 2)}.png`, fullPage: true })
        }
        await shot('contacts')
        await page.goto(`${server.root}/contacts/${day.booked}`)
        await shot('booked')
        await page.goto(`${server.root}/contacts/${day.message}`)
        await shot('message')
        await page.goto(`${server.root}/contacts/${call.contact}`)
        await shot('live')
        await page.goto(`${server.root}/appointments`)
        await shot('appointments')
        await page.goto(`${server.root}/follow-ups`)
        await shot('followups')
        await page
          .getByRole('button', { name: /Add a note|Tilføj/ })
          .first()
          .click()
        await shot('note')
        await page.getByRole('button', { name: /Settings|Indstillinger/ }).click()
        await page.waitForTimeout(300)
        await page.screenshot({ path: `/tmp/fl/shots/menu-${size}-${colorScheme}.png` })
        await page.keyboard.press('Escape')
        server.setNotReady(['Port 5060 is taken by another program. Stop it, or set FIRSTLINE_SIP=127.0.0.1:5061.'])
        await page.goto(`${server.root}/appointments?day=2026-01-01`)
        await shot('emptyday')
        server.setNotReady([])
        await page.goto(`${server.root}/follow-ups?show=closed`)
        await shot('closed')
        await page.goto(`${server.root}/nowhere`)
        await shot('lost')
        await page.goto(`${server.root}/signed-out?link=used`)
        await shot('signedout')
        await context.close()
      }
    void empty
    console.log(server.faults)
  } finally {
    await browser.close()
    await server.close()
  }
}, 180_000)
