// Where no chat is open and none exists yet, three next steps are offered.
import { Compass, MonitorDown, UserPlus, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore as useShared } from 'zustand'
import { endonym, t } from '@/i18n'
import { Link } from '@/lib/router'
import { install, installHere } from '@/store/install'
import { useStore } from '@/store/store'
import { Talking } from '@/ui/art/Commas'
import { Button } from '@/ui/button/Button'
import s from './welcome.module.css'

export default function Welcome() {
  const me = useStore(state => state.me)
  const can = useShared(install, all => all.prompt !== undefined)
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
      {can && (
        <Button onClick={() => void installHere()}>
          <MonitorDown aria-hidden />
          {t('install.here')}
        </Button>
      )}
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
