// These tests hold which messages a chat leads its reader to.
import { expect, test } from 'vitest'
import { speaksTo, unreadMentions, withLead, withNewReactions } from '@/store/leads'
import { sampleChat, sampleMessage } from './fakes'

const ME = 'me'
const nothing = { mentioned_in: [], reacted_to: [] }
const mention = (seq: number, more: object = {}) => ({
  ...sampleMessage('c', seq),
  author_id: 'leo',
  mentions: [ME],
  ...more,
})

test('a message speaks to whom it names, and to all; never to its author', () => {
  expect(speaksTo(mention(1), ME)).toBe(true)
  expect(speaksTo(mention(1, { mentions: [], entities: [{ kind: 'mention' }] }), ME)).toBe(true)
  expect(speaksTo(mention(1, { mentions: [], entities: [{ kind: 'mention', user_id: 'mia' }] }), ME)).toBe(false)
  expect(speaksTo(mention(1, { mentions: ['mia'] }), ME)).toBe(false)
  expect(speaksTo(mention(1, { author_id: ME }), ME)).toBe(false)
})

test('mentions after what was read lead there, in their order, until an edit or a deletion takes them back', () => {
  const one = withLead(nothing, mention(9), ME, 5)
  const two = withLead(one, mention(7), ME, 5)
  expect(two.mentioned_in).toEqual([7, 9])
  expect(withLead(two, mention(5), ME, 5)).toEqual(two)
  expect(withLead(two, mention(7, { mentions: [] }), ME, 5).mentioned_in).toEqual([9])
  expect(withLead(two, mention(7, { deleted_at: 'now' }), ME, 5).mentioned_in).toEqual([9])
  expect(withLead(two, mention(7, { hidden: true }), ME, 5).mentioned_in).toEqual([9])
  expect(unreadMentions({ ...sampleChat('c', 9), ...two }, 7)).toEqual([9])
})

test('new reactions lead to their message once, and go with it', () => {
  const chat = withNewReactions(withNewReactions(sampleChat('c', 9), 4, true), 4, true)
  expect(chat.reacted_to).toEqual([4])
  expect(withNewReactions(chat, 5, false)).toBe(chat)
  expect(withNewReactions(chat, 4, false).reacted_to).toEqual([])
  expect(withLead(chat, mention(4, { mentions: [], deleted_at: 'now' }), ME, 9).reacted_to).toEqual([])
})

test('no more than a hundred are led to', () => {
  let led = { mentioned_in: [] as number[], reacted_to: [] as number[] }
  for (let seq = 1; seq <= 120; seq += 1) led = withLead(led, mention(seq), ME, 0)
  expect(led.mentioned_in).toHaveLength(100)
  expect(led.mentioned_in.at(0)).toBe(1)
})
