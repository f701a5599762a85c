export default function Settings(_: { chatId?: string }) { return null }
