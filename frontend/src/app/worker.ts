// This registers the service worker, which keeps the shell for offline starts and shows pushes. Under Trusted Types the
// address of a script has to come from a policy; ours knows one.

const SCRIPT = '/sw.js'

interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string }
}

export function registerWorker() {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes
  const policy = policies?.createPolicy('parlance', {
    createScriptURL(url) {
      if (url !== SCRIPT) throw new TypeError('not a script of ours')
      return url
    },
  })
  void navigator.serviceWorker.register(policy?.createScriptURL(SCRIPT) ?? SCRIPT).catch(() => undefined)
}
