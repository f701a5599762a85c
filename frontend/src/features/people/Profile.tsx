export default function Profile(_: { chatId?: string }) { return null }
