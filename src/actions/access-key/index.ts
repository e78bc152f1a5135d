// The actions on access keys, by name.
import { CreateAccessKey } from './CreateAccessKey.ts'
import { DeleteAccessKey } from './DeleteAccessKey.ts'
import { GetSecurityLastUsed } from './GetSecurityLastUsed.ts'
import { ListAccessKeys } from './ListAccessKeys.ts'
import { UpdateAccessKey } from './UpdateAccessKey.ts'

export const accessKeyActions = [CreateAccessKey, DeleteAccessKey, GetSecurityLastUsed, ListAccessKeys, UpdateAccessKey]
