import { expect, test } from 'vitest'
import { readFrame } from './frames'

test('a frame of a newer server loses what we do not know and keeps the rest', () => {
  const frame = readFrame('{"type":"read","chat_id":"c","user_id":"u","seq":4,"device":"x"}')
  expect(frame).toEqual({ type: 'read', chat_id: 'c', user_id: 'u', seq: 4 })
})

test('what is no frame is dropped', () => {
  for (const text of [
    '',
    '[]',
    '{"type":"news"}',
    '{"type":"read","chat_id":1,"user_id":"u","seq":4}',
    '{"type":"skip","chat_id":"c","rev":-1}',
  ])
    expect(readFrame(text)).toBeUndefined()
})
