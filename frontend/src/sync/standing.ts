// Where this tab stands beside the revisions of chats: which database it knows, and my own revision.

export const standing = { epoch: '', myRev: 0 }
