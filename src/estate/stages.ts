// Which kinds of changes come before which where no single change needs another. Whoever is to lose and gain gets first what denies,
// then loses what allows, then gets what allows, and loses last what denies: so nobody can do in between what it may neither
// before nor afterwards.
const order = [
  'narrow',
  'settings',
  'providers',
  'principals',
  'documents',
  'roles',
  'tags',
  'attachDenying',
  'detach',
  'bound',
  'rebound',
  'attachMixed',
  'detachMixed',
  'attach',
  'detachDenying',
  'unbound',
  'signIn',
  'deleteRoles',
  'deleteGroups',
  'deleteUsers',
  'deletePolicies',
  'deleteProviders',
] as const

type Stage = (typeof order)[number]

export const stages = Object.fromEntries(order.map((stage, index) => [stage, index])) as Readonly<Record<Stage, number>>
