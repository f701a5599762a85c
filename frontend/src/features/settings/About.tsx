// This page names the instance, the product and its license.
import { useQuery } from '@tanstack/react-query'
import { useStore as useShared } from 'zustand'
import { t } from '@/i18n'
import { instance as ofInstance } from '@/server/instance'
import { install, installHere } from '@/store/install'
import { Button } from '@/ui/button/Button'
import { Facts } from '@/ui/facts/Facts'
import { Hint } from '@/ui/hint/Hint'
import { Stack } from '@/ui/layout/Layout'

/** Only where the browser offers it. */
function Install() {
  const can = useShared(install, all => all.prompt !== undefined)
  if (!can) return null
  return (
    <div>
      <Button kind="primary" onClick={() => void installHere()}>
        {t('install.here')}
      </Button>
      <Hint>{t('install.text')}</Hint>
    </div>
  )
}

export function About() {
  const instance = useQuery(ofInstance)
  return (
    <>
      <Facts
        facts={[
          [
            t('about.server'),
            instance.data && `${instance.data.name} · ${t('about.version', { version: instance.data.version })}`,
          ],
          ['Parlance', 'Apache-2.0'],
        ]}
      />
      <Stack>
        <Install />
        <Hint>{t('about.fonts')}</Hint>
      </Stack>
    </>
  )
}
