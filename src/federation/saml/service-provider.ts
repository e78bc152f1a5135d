// Who we are to SAML identity providers: the addresses that take their responses, and the names that follow from those.

/** The names by which an assertion may mean us, for each address: itself, its origin, and its bare host. */
export function audiencesOf(recipients: readonly string[]): readonly string[] {
  const names = recipients.flatMap((recipient) => {
    const { origin, host } = new URL(recipient)
    return [recipient, origin, host]
  })
  return [...new Set(names)]
}
