// People sign up in every mode of registration.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch, PASSWORD, person } from './person.ts'
import { type Server, startServer } from './server.ts'
import { create, fillProfile, inside, through } from './sign-up.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser?.close())

const visitor = (looks: Parameters<typeof person>[1] = {}) => person(browser, looks)

describe('where the mode is `invite`', () => {
  let server: Server
  let code = ''
  let link = ''
  beforeAll(async () => {
    server = await startServer({ PARLANCE_REGISTRATION: 'invite' })
    const made = server.command('admin', 'invite', '--uses', '5').trim().split('\n')
    code = made[0] ?? ''
    link = made[1] ?? ''
  })
  afterAll(() => server?.stop())

  test('a link carries the invitation into the form, and its bearer gets in', async () => {
    const who = await visitor()
    await who.page.goto(through(server, link))
    const field = who.page.getByLabel('Invite code')
    await field.waitFor()
    await expect.poll(() => field.inputValue()).toBe(code)
    await who.page.getByRole('button', { name: 'Continue' }).click()
    await fillProfile(who, 'ines')
    // What is typed can be looked at.
    await who.page.getByRole('button', { name: 'Show' }).click()
    await expect.poll(() => who.page.getByLabel('Password', { exact: true }).getAttribute('type')).toBe('text')
    await create(who)
    await inside(who)
    expect(who.faults).toEqual([])
    await who.context.close()
  })

  test('the link of the first administrator makes one, and is good once', async () => {
    const link = through(server, server.command('admin', 'link').trim())
    const who = await visitor()
    await who.page.goto(link)
    await who.page.getByText('looks after this server').waitFor()
    expect(new URL(who.page.url()).hash).toBe('')
    await who.page.getByRole('button', { name: 'Create an account' }).click()
    await fillProfile(who, 'boss')
    await create(who)
    await inside(who)
    expect(who.faults).toEqual([])
    await who.page.goto(`${server.url}/admin`)
    // The console wants a second factor first.
    await who.page
      .getByText(/second/i)
      .first()
      .waitFor()
    await who.context.close()

    const late = await visitor()
    await late.page.goto(link)
    await late.page.getByRole('button', { name: 'Create an account' }).click()
    await fillProfile(late, 'late')
    await create(late)
    await late.page.getByText('This invite is not valid, or it was used already.').waitFor()
    await late.context.close()
  })

  test('the form is shown once it is known what it asks for, and does not move', async () => {
    const who = await visitor()
    let answer = () => {}
    const held = new Promise<void>(resolve => {
      answer = resolve
    })
    await who.page.route('**/api/v1/instance', async route => {
      await held
      await route.continue()
    })
    await who.page.goto(`${server.url}/signup`)
    await who.page.getByText('Loading').waitFor()
    expect(await who.page.getByRole('button').count()).toBe(0)
    answer()
    await who.page.getByRole('button', { name: 'Continue' }).waitFor()
    await expect.poll(() => who.page.getByLabel('Invite code').count()).toBe(1)
    await who.context.close()
  })

  test('a wrong invitation is told beside its field, where it can be mended', async () => {
    const who = await visitor()
    await who.page.goto(`${server.url}/signup`)
    await who.page.getByRole('button', { name: 'Continue' }).click()
    await who.page.getByText('Please fill this in.').waitFor()
    await who.page.getByLabel('Invite code').fill('pin_wrong')
    await who.page.getByLabel('Email or phone (optional)').fill('lola@example.org')
    await who.page.getByRole('button', { name: 'Continue' }).click()
    await who.page.getByLabel('Code').fill(await server.code('lola@example.org'))
    await fillProfile(who, 'lola')
    await create(who)
    await who.page.getByText('This invite is not valid, or it was used already.').waitFor()
    await who.page.getByLabel('Invite code').fill(code)
    await create(who)
    await inside(who)
    await who.context.close()
  })
})

describe('where the mode is `open` and nothing is sent', () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer({
      PARLANCE_REGISTRATION: 'open',
      PARLANCE_MAIL_URL: 'none:',
      PARLANCE_SMS_URL: 'none:',
      PARLANCE_INSTANCE_NAME: 'Café <Sol> & Mar',
      PARLANCE_INSTANCE_LOGO: `${import.meta.dirname}/../public/icon-512.png`,
    })
  })
  afterAll(() => server?.stop())

  test('an account needs no code', async () => {
    const who = await visitor()
    await who.page.goto(server.url)
    await who.page.getByRole('button', { name: 'Continue' }).waitFor()
    await expect.poll(() => who.page.getByLabel(/Email|phone/).count()).toBe(0)
    await who.page.getByRole('button', { name: 'Continue' }).click()
    await fillProfile(who, 'omar')
    await create(who)
    await inside(who)
    expect(who.faults).toEqual([])
    await who.context.close()
  })

  test('what is wrong is said in words of the reader, beside its field', async () => {
    const who = await visitor({ locale: 'es-ES' })
    await who.page.goto(server.url)
    await who.page.getByRole('button', { name: 'Continuar' }).click()
    const { page } = who
    const submit = () => page.getByRole('button', { name: 'Crear cuenta' }).click()
    await page.getByLabel('Nombre', { exact: true }).waitFor()
    await submit()
    await expect.poll(() => page.getByText('Rellena este campo.').count()).toBe(4)
    await page.getByLabel('Nombre', { exact: true }).fill('Omar')
    await page.getByLabel('Nombre de usuario').fill('omar')
    await page.getByLabel('Fecha de nacimiento').fill('1990-05-17')
    await page.getByLabel('Contraseña', { exact: true }).fill('password1234')
    await submit()
    await page.getByText('Esta contraseña es de las primeras que se prueban. Elige otra.').waitFor()
    await page.getByLabel('Contraseña', { exact: true }).fill(PASSWORD)
    await submit()
    await page.getByText('Este nombre de usuario ya está en uso.').waitFor()
    expect(await page.locator('body').textContent()).not.toMatch(/errors|names each|must /)
    await who.context.close()
  })

  test('the instance stands with its name and picture in the title, the sign-in and the manifest', async () => {
    const who = await visitor()
    const { page } = who
    await page.goto(server.url)
    await page.getByRole('heading', { name: 'Welcome to Café <Sol> & Mar' }).waitFor()
    await expect.poll(() => page.title()).toBe('Café <Sol> & Mar')
    const shown = page.getByRole('img', { name: 'Café <Sol> & Mar' })
    await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(320)
    const manifest = await (await fetch(`${server.url}/manifest.webmanifest`)).json()
    expect([manifest.name, manifest.short_name]).toEqual(['Café <Sol> & Mar', 'Café <Sol> & Mar'])
    const icon = await fetch(new URL(manifest.icons[0].src, server.url))
    expect([icon.status, icon.headers.get('content-type')]).toEqual([200, manifest.icons[0].type])
    expect(who.faults).toEqual([])
    await who.context.close()
  })
})

describe('where the mode is `closed`', () => {
  test('no one is sent round in circles', async () => {
    const server = await startServer({ PARLANCE_REGISTRATION: 'closed' })
    const who = await visitor()
    await who.page.goto(server.url)
    await who.page.getByText('This server takes no new people.').waitFor()
    await who.page.getByRole('button', { name: 'I already have an account' }).click()
    await who.page.getByLabel('Username, email or phone').waitFor()
    expect(await who.page.getByRole('button', { name: 'Create an account' }).count()).toBe(0)
    await who.context.close()
    await server.stop()
  })
})
