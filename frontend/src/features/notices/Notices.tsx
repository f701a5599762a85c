export default function Notices(_: { chatId?: string }) { return null }
