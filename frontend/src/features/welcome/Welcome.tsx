// Where no chat is open and none exists yet, three next steps are offered.
import { Compass, UserPlus, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import { endonym, t } from '@/i18n'
import { Link } from '@/lib/router'
import { useStore } from '@/store/store'
import { Talking } from '@/ui/art/Commas'
import s from './welcome.module.css'

export default function Welcome() {
  const me = useStore(state => state.me)
  const give = me?.native_languages[0]
  const learn = me?.learning_languages[0]?.code
  return (
    <div className={s.welcome}>
      <Talking />
      <h1>{t('welcome.title')}</h1>
      {give && learn && <p>{t('welcome.text', { give: endonym(give), learn: endonym(learn) })}</p>}
      <ul className={s.steps}>
        <Step to="/new/chat" icon={<Compass />} title={t('welcome.find')} text={t('welcome.findText')} />
        <Step to="/explore" icon={<Users />} title={t('welcome.group')} text={t('welcome.groupText')} />
        <Step to="/friends" icon={<UserPlus />} title={t('welcome.friend')} text={t('welcome.friendText')} />
      </ul>
      <p className={s.keys}>
        <kbd>Ctrl K</kbd> {t('welcome.search')} <kbd>?</kbd> {t('welcome.keys')}
      </p>
    </div>
  )
}

interface StepProps {
  to: string
  icon: ReactNode
  title: string
  text: string
}

function Step({ to, icon, title, text }: StepProps) {
  return (
    <li>
      <Link to={to} className={s.step}>
        <span className={s.icon} aria-hidden>
          {icon}
        </span>
        <strong>{title}</strong>
        <small>{text}</small>
      </Link>
    </li>
  )
}
