// This page names the instance, the product and its license.
import { useQuery } from '@tanstack/react-query'
import { t } from '@/i18n'
import { instance as ofInstance } from '@/server/instance'
import { Facts } from '@/ui/facts/Facts'
import { Hint } from '@/ui/hint/Hint'
import { Stack } from '@/ui/layout/Layout'

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
        <Hint>{t('about.fonts')}</Hint>
      </Stack>
    </>
  )
}
