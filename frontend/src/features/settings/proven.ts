// What touches the ways to sign in asks who one is.
import { setToken } from '@/sync/session'
import { useProof } from '@/ui/Proven'
import * as server from './api'

const prove = async (password: string, code: string | undefined) => {
  const proof = await server.proveAgain(password, code)
  setToken(proof.access_token, proof.expires_in)
}

/** `both`: a code of the app is asked for as well; where that is not known, when the server wants it. */
export const useProven = (both = false) => useProof(prove, both)
