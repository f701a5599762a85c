// The browser says once, early, that the application can be installed; the offer is kept until it is taken.
import { createStore } from 'zustand/vanilla'

interface Prompt extends Event {
  prompt(): Promise<unknown>
}

export const install = createStore<{ readonly prompt?: Prompt }>(() => ({}))

export function watchInstall() {
  addEventListener('beforeinstallprompt', event => {
    // It is offered in a place of ours, not over what a person does.
    event.preventDefault()
    install.setState({ prompt: event as Prompt })
  })
  addEventListener('appinstalled', () => install.setState({}, true))
}

/** The browser asks once for each offer. */
export async function installHere() {
  const { prompt } = install.getState()
  install.setState({}, true)
  await prompt?.prompt()
}
