// The notifications that have words of their own; a later server may send others.
export const NOTICE_KINDS = [
  'friend_request',
  'friend_accepted',
  'message_request',
  'group_invitation',
  'mention',
  'security',
  'report_decided',
] as const
