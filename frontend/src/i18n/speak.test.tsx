// These tests hold what changing the language of the interface promises.
import { expect, test } from 'vitest'
import { entryWords, speak, t } from '.'

test('words that are asked for while the language changes are those of the new one', async () => {
  await speak('en')
  await Promise.all([speak('es'), entryWords()])
  expect([t('start.continue'), t('app.retry')]).toEqual(['Continuar', 'Reintentar'])
  await Promise.all([entryWords(), speak('ja'), speak('en')])
  expect([t('start.continue'), t('app.retry')]).toEqual(['Continue', 'Try again'])
})
