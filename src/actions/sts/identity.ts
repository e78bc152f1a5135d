// Who a principal is, in the words of the protocol: its name in five segments, as printed, and the numbers beside it.
import type { Principal } from '../world.ts'

/** What GetCallerIdentity says, and what the gateway tells the services behind it. */
export function identityOf({ account, uin, session }: Principal) {
  const user = String(uin)
  if (session?.role !== undefined) {
    const { role, name, callerUin } = session
    return {
      Arn: `qcs::sts:${account}:assumed-role/${role.roleId}`,
      UserId: `${role.roleId}:${name}`,
      // Who comes by way of an identity provider has no number here: the owner of the role stands for it.
      PrincipalId: String(callerUin === 0 ? account : callerUin),
      Type: 'CAMRole',
    }
  }
  if (session?.kind === 'federation') {
    const Arn = `qcs::sts:${account}:federated-user/${user}`
    return { Arn, UserId: `${user}:${session.name}`, PrincipalId: user, Type: 'CAMUser' }
  }
  return { Arn: `qcs::cam:${account}:uin/${user}`, UserId: user, PrincipalId: user, Type: 'CAMUser' }
}
