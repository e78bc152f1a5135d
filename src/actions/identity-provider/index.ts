// The actions on identity providers: those that vouch for users of roles, and the one that sub-users sign in with.
import { CreateOIDCConfig } from './CreateOIDCConfig.ts'
import { CreateSAMLProvider } from './CreateSAMLProvider.ts'
import { CreateUserOIDCConfig } from './CreateUserOIDCConfig.ts'
import { CreateUserSAMLConfig } from './CreateUserSAMLConfig.ts'
import { DeleteOIDCConfig } from './DeleteOIDCConfig.ts'
import { DeleteSAMLProvider } from './DeleteSAMLProvider.ts'
import { DescribeOIDCConfig } from './DescribeOIDCConfig.ts'
import { DescribeUserOIDCConfig } from './DescribeUserOIDCConfig.ts'
import { DescribeUserSAMLConfig } from './DescribeUserSAMLConfig.ts'
import { DisableUserSSO } from './DisableUserSSO.ts'
import { GetSAMLProvider } from './GetSAMLProvider.ts'
import { ListIdentityProvider } from './ListIdentityProvider.ts'
import { ListSAMLProviders } from './ListSAMLProviders.ts'
import { UpdateOIDCConfig } from './UpdateOIDCConfig.ts'
import { UpdateSAMLProvider } from './UpdateSAMLProvider.ts'
import { UpdateUserOIDCConfig } from './UpdateUserOIDCConfig.ts'
import { UpdateUserSAMLConfig } from './UpdateUserSAMLConfig.ts'

export const identityProviderActions = [
  CreateOIDCConfig,
  CreateSAMLProvider,
  CreateUserOIDCConfig,
  CreateUserSAMLConfig,
  DeleteOIDCConfig,
  DeleteSAMLProvider,
  DescribeOIDCConfig,
  DescribeUserOIDCConfig,
  DescribeUserSAMLConfig,
  DisableUserSSO,
  GetSAMLProvider,
  ListIdentityProvider,
  ListSAMLProviders,
  UpdateOIDCConfig,
  UpdateSAMLProvider,
  UpdateUserOIDCConfig,
  UpdateUserSAMLConfig,
]
