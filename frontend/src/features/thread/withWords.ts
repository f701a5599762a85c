// This loads what is done with a message together with its words.
import { actWords } from '@/i18n'

export const withWords =
  <T>(load: () => Promise<T>) =>
  async () =>
    (await Promise.all([load(), actWords()]))[0]
