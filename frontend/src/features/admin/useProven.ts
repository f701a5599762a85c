// A person who acts on another person's account proves again who they are.
import * as server from '@/server/account'
import { session } from '@/sync/browser/session'
import { useProof } from '@/ui/proof/Proof'

const prove = async (password: string, code: string | undefined) => {
  const proof = await server.proveAgain(password, code)
  session.setToken(proof.access_token, proof.expires_in)
}

/** Administrators have a second factor, so a code is always asked for. */
export const useProven = () => useProof(prove, true)
