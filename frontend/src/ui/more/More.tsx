// This button loads the next page of a list, while there is one.
import { t } from '@/i18n'
import { Button } from '../button/Button'

interface Pages {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => unknown
}

export const More = ({ of }: { of: Pages }) =>
  of.hasNextPage && (
    <Button kind="quiet" busy={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
      {t('app.more')}
    </Button>
  )
