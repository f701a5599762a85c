export default function NewGroup(_: { chatId?: string }) { return null }
