// These kinds of notification have words of their own; a later server may send others.
export const NOTIFICATION_KINDS = [
  'friend_request',
  'friend_accepted',
  'message_request',
  'group_invitation',
  'mention',
  'security',
  'report_decided',
] as const
