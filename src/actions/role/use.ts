// What a product says of its use of a service-linked role: shared by registering and releasing.
import { text } from '../../protocol/shape.ts'
import type { Reads, RoleRow } from '../../store/store.ts'
import { type Listed, refuse } from '../policy/refuse.ts'
import { type RoleChoice, roleOf } from './find.ts'

const newer = true

export const useCodes = [
  'InternalError.SystemError',
  'InvalidParameter.ParamError',
  'InvalidParameter.PrincipalServiceNotExist',
  'InvalidParameter.RoleNotExist',
] as const

export const serviceName = text({ about: 'Domain of the product, one of those of the role.', min: 1, max: 253, newer })
export const resourceName = text({
  about: 'What depends on the role, in the words of the product.',
  min: 1,
  max: 512,
  newer,
})

/** The role and the product in its spelling there; PrincipalServiceNotExist for a product that the role is not for. */
export async function usedRole(
  store: Pick<Reads, 'roles'>,
  listed: Listed,
  account: number,
  { ServiceName, ...choice }: RoleChoice & { readonly ServiceName: string },
): Promise<{ readonly role: RoleRow; readonly service: string }> {
  const role = await roleOf(store, listed, account, choice)
  const service = role.services.find((name) => name.toLowerCase() === ServiceName.toLowerCase())
  const problem = `\`${role.name}\` is no service-linked role of \`${ServiceName}\``
  return { role, service: service ?? refuse(listed, 'InvalidParameter.PrincipalServiceNotExist', { problem }) }
}
