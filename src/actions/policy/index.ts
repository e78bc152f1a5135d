// The calls of the chapter Policy, and our own question to the engine.
import { AttachGroupPolicy } from './AttachGroupPolicy.ts'
import { AttachUserPolicy } from './AttachUserPolicy.ts'
import { CheckAccess } from './CheckAccess.ts'
import { CreatePolicy } from './CreatePolicy.ts'
import { CreatePolicyVersion } from './CreatePolicyVersion.ts'
import { DeletePolicy } from './DeletePolicy.ts'
import { DeletePolicyVersion } from './DeletePolicyVersion.ts'
import { DetachGroupPolicy } from './DetachGroupPolicy.ts'
import { DetachUserPolicy } from './DetachUserPolicy.ts'
import { GetPolicy } from './GetPolicy.ts'
import { GetPolicyVersion } from './GetPolicyVersion.ts'
import { ListAttachedGroupPolicies } from './ListAttachedGroupPolicies.ts'
import { ListAttachedUserAllPolicies } from './ListAttachedUserAllPolicies.ts'
import { ListAttachedUserPolicies } from './ListAttachedUserPolicies.ts'
import { ListEntitiesForPolicy } from './ListEntitiesForPolicy.ts'
import { ListPolicies } from './ListPolicies.ts'
import { ListPoliciesGrantingServiceAccess } from './ListPoliciesGrantingServiceAccess.ts'
import { ListPolicyVersions } from './ListPolicyVersions.ts'
import { SetDefaultPolicyVersion } from './SetDefaultPolicyVersion.ts'
import { UpdatePolicy } from './UpdatePolicy.ts'

export const policyActions = [
  AttachGroupPolicy,
  AttachUserPolicy,
  CheckAccess,
  CreatePolicy,
  CreatePolicyVersion,
  DeletePolicy,
  DeletePolicyVersion,
  DetachGroupPolicy,
  DetachUserPolicy,
  GetPolicy,
  GetPolicyVersion,
  ListAttachedGroupPolicies,
  ListAttachedUserAllPolicies,
  ListAttachedUserPolicies,
  ListEntitiesForPolicy,
  ListPolicies,
  ListPoliciesGrantingServiceAccess,
  ListPolicyVersions,
  SetDefaultPolicyVersion,
  UpdatePolicy,
] as const
