export default function ChatInfo(_: { chatId?: string }) { return null }
