// These buttons choose a picture, or take it away. What it becomes is the server's business.
import { useRef } from 'react'
import { t } from '@/i18n'
import { Button } from '../button/Button'
import { Actions } from '../layout/Layout'

interface Props {
  has: boolean
  busy: boolean
  onPick: (file: File) => void
  onRemove: () => void
}

export function PictureButtons({ has, busy, onPick, onRemove }: Props) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <Actions>
      <input
        ref={input}
        type="file"
        hidden
        accept="image/png,image/jpeg,image/webp,image/gif"
        aria-label={t('picture.change')}
        onChange={event => {
          const file = event.target.files?.[0]
          // The same file may be chosen again.
          event.target.value = ''
          if (file) onPick(file)
        }}
      />
      <Button busy={busy} onClick={() => input.current?.click()}>
        {t('picture.change')}
      </Button>
      {has && (
        <Button kind="quiet" disabled={busy} onClick={onRemove}>
          {t('picture.remove')}
        </Button>
      )}
    </Actions>
  )
}
