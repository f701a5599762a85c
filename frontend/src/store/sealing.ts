// Records that this browser keeps are sealed here. The key cannot be read out of the browser, and is replaced when the
// session ends: what remains of the records on the disk after that cannot be opened any more.

export interface Key {
  /** Tells keys apart, which the browser does not. */
  readonly id: string
  readonly secret: CryptoKey
}

export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>
  readonly data: ArrayBuffer
}

const NONCE_BYTES = 12

/** There is none where the page did not come over a secure connection. */
export const canSeal = () => globalThis.crypto?.subtle !== undefined

export async function newKey(): Promise<Key> {
  const secret = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  return { id: crypto.randomUUID(), secret }
}

/** Bound to its place, so that one record cannot stand for another. */
export async function seal({ secret }: Key, place: string, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  const additionalData = new TextEncoder().encode(place)
  const plain = new TextEncoder().encode(JSON.stringify(value))
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, secret, plain) }
}

export async function unseal<T>({ secret }: Key, place: string, { iv, data }: Sealed): Promise<T> {
  const additionalData = new TextEncoder().encode(place)
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, secret, data)
  return JSON.parse(new TextDecoder().decode(plain)) as T
}
