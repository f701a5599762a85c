export default function Admin(_: { chatId?: string }) { return null }
