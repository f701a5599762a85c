export default function NewChat(_: { chatId?: string }) { return null }
