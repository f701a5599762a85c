export default function Friends(_: { chatId?: string }) { return null }
