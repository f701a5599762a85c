// Answers are kept under these names: what it is, then of whom or where, then which part. One that is the beginning of
// others stands for all of them when they become stale.

export const keys = {
  instance: ['instance'],
  languages: ['languages'],
  countries: ['countries'],
  providers: ['providers'],
  translation: ['translation'],
  emojiNames: (locale: string) => ['emoji-names', locale] as const,

  profiles: ['profile'],
  profile: (by: 'id' | 'username', value: string) => ['profile', by, value] as const,
  people: (q: string) => ['people', q] as const,
  friends: ['friends'],
  friendRequests: ['friend-requests'],
  friendRequestsTo: (direction: 'incoming' | 'outgoing') => ['friend-requests', direction] as const,
  blocks: ['blocks'],
  invitation: (code: string) => ['invitation', code] as const,

  members: ['members'],
  membersOf: (chatId: string) => ['members', chatId] as const,
  mentionable: (chatId: string) => ['members', chatId, 'mentionable'] as const,
  admission: (chatId: string) => ['admission', chatId] as const,
  admissionBy: (chatId: string, part: 'invites' | 'requests' | 'bans') => ['admission', chatId, part] as const,
  publicGroups: (q: string) => ['public-groups', q] as const,
  invite: (code: string) => ['invite', code] as const,

  messagesWith: (q: string) => ['messages', 'all', q] as const,
  messagesIn: (chatId: string, q: string, asked: string) => ['messages', 'in', chatId, q, asked] as const,
  pins: (chatId: string, seen: string) => ['pins', chatId, seen] as const,
  revisions: (chatId: string, seq: number, rev: number) => ['revisions', chatId, seq, rev] as const,
  receipts: (chatId: string, seq: number) => ['receipts', chatId, seq] as const,
  /** With another revision there may be others. */
  reactors: (chatId: string, seq: number, rev: number, emoji: string, limit: number) =>
    ['reactors', chatId, seq, rev, emoji, limit] as const,
  starred: ['starred'],

  notifications: ['notifications'],
  notificationSettings: ['notification-settings'],
  privacy: ['privacy'],
  sessions: ['sessions'],
  securityEvents: ['security-events'],
  secondFactor: ['second-factor'],
  identities: ['identities'],
  exported: ['export'],

  consoleOverview: ['console', 'overview'],
  consoleAudit: ['console', 'audit'],
  consoleUsers: ['console', 'users'],
  consoleUsersLike: (q: string) => ['console', 'users', q] as const,
  consoleUser: (id: string) => ['console', 'user', id] as const,
  consoleReports: ['console', 'reports'],
  consoleInstance: ['console', 'instance'],

  /** What this browser says, not the server. */
  pushHere: ['browser', 'push'],
  storageHere: ['browser', 'storage'],
} as const
