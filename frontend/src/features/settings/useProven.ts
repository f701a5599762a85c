// A person who touches the ways to sign in proves who they are.
import * as server from '@/server/account'
import { session } from '@/sync/browser/session'
import { useProof } from '@/ui/proof/Proof'

const prove = async (password: string, code: string | undefined) => {
  const proof = await server.proveAgain(password, code)
  session.setToken(proof.access_token, proof.expires_in)
}

/** `both`: a code of the app is asked for as well; where that is not known, when the server wants it. */
export const useProven = (both = false) => useProof(prove, both)
