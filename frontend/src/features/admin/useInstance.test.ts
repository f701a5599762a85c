import { expect, test } from 'vitest'
import { editOf, typedOf } from './useInstance'

const now = {
  name: 'Tandem',
  registration: 'otp',
  default_room: null,
  edit_window_seconds: 172_800,
  group_members: 200,
  chats_per_user: 500,
} as Parameters<typeof typedOf>[0]
const before = typedOf(now)

test('the values in force are shown as they are typed', () => {
  expect(before).toEqual({
    name: 'Tandem',
    registration: 'otp',
    default_room: '',
    edit_window_seconds: '2880',
    group_members: '200',
    chats_per_user: '500',
  })
})

test('only what changed is sent, minutes as seconds, handles in small letters', () => {
  expect(editOf(before, before).edit).toEqual({})
  const after = { ...before, edit_window_seconds: '1.5', default_room: 'Hall', group_members: '50' }
  expect(editOf(before, after)).toEqual({
    edit: { default_room: 'hall', edit_window_seconds: 90, group_members: 50 },
    wrong: [],
  })
})

test('an emptied field goes back to the configuration, and what is no number is not sent', () => {
  const after = { ...before, name: '', edit_window_seconds: '', group_members: 'many' }
  expect(editOf(before, after)).toEqual({ edit: { name: null, edit_window_seconds: null }, wrong: ['group_members'] })
})
