// Before words of a chat go to a translation engine, this dialog tells the person where they go.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { compare, languageName, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { translation } from '@/server/translation'
import { prefer, preferences } from '@/store/preferences'
import type { ChatEntry, Message } from '@/store/state'
import { sync } from '@/sync/browser/sync'
import { Button } from '@/ui/button/Button'
import { Dialog, DialogButtons } from '@/ui/dialog/Dialog'
import { Waiting } from '@/ui/empty-state/EmptyState'
import { Select } from '@/ui/select/Select'
import { toast } from '@/ui/toasts/Toasts'
import { requestTranslation, usualTarget } from './requestTranslation'

const CHATS_REMEMBERED = 500

export const hasAgreed = (chatId: string) => preferences.getState().translated.includes(chatId)

function agree(chatId: string) {
  const others = preferences.getState().translated.filter(id => id !== chatId)
  prefer({ translated: [...others, chatId].slice(-CHATS_REMEMBERED) })
}

/** One message, the first time in its chat. */
export function TranslateFirst({ message, onClose }: { message: Message; onClose: () => void }) {
  const languages = useQuery(translation)
  return (
    <Dialog title={t('message.translate')} onClose={onClose}>
      <Waiting of={languages} fault={faultText} />
      {languages.data && <p>{t('translation.consent', languages.data.who)}</p>}
      <DialogButtons onClose={onClose}>
        <Button
          kind="primary"
          disabled={!languages.data}
          onClick={() => {
            agree(message.chat_id)
            onClose()
            void requestTranslation(message, usualTarget())
          }}
        >
          {t('message.translate')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

/** Everything others write in a chat. */
export default function TranslateChat({ chat, onClose }: { chat: ChatEntry; onClose: () => void }) {
  const languages = useQuery(translation)
  const now = chat.me.translate_to ?? undefined
  const [target, setTarget] = useState(now ?? usualTarget())
  const targets = languages.data?.targets ?? []
  const options = targets.map(code => [code, languageName(code)] as const).sort((a, b) => compare(a[1], b[1]))
  const chosen = targets.includes(target) ? target : targets[0]
  const set = (translate_to: string | null) => {
    agree(chat.id)
    onClose()
    sync.chats.setMine(chat.id, { translate_to }).catch(fault => toast(faultText(fault)))
  }
  return (
    <Dialog title={t('translation.chat')} onClose={onClose}>
      <Waiting of={languages} fault={faultText} />
      {languages.data && (
        <>
          <p>{t('translation.chatText', languages.data.who)}</p>
          <Select
            label={t('translation.into')}
            value={chosen}
            options={options}
            onChange={event => setTarget(event.target.value)}
          />
        </>
      )}
      <DialogButtons onClose={onClose}>
        {now && <Button onClick={() => set(null)}>{t('translation.off')}</Button>}
        <Button
          kind="primary"
          disabled={!chosen || chosen === now}
          onClick={() => {
            if (chosen) set(chosen)
          }}
        >
          {t('translation.on')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
