// A token with which the caller gets into a database as one of its users, until the next rotation. Whether it may is
// settled on the user of that database, so a grant can be as narrow as that.
import { int, nullable, struct, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { dataFlowPassword, dataFlowToken, nextRotationMs } from './data-flow-token.ts'

const newer = true

const AuthToken = struct(
  'AuthToken',
  {
    Token: text({ about: 'The token, in the form that the database clients open.', secret: true, newer }),
    CurrentTime: nullable(int({ about: 'Time of the server, in milliseconds since 1970.', newer })),
    NextRotationTime: nullable(int({ about: 'When the password changes, in milliseconds since 1970.', newer })),
    LastRotationTimeCost: nullable(int({ about: 'How long the last change took, in milliseconds.', newer })),
    RotationStatus: nullable(text({ about: 'How the last change ended: success.', newer })),
    RotationMessage: nullable(text({ about: 'What is to be said of the last change.', newer })),
  },
  { about: 'A token for a database.', newer },
)

export const BuildDataFlowAuthToken = action({
  name: 'BuildDataFlowAuthToken',
  product: 'cam',
  group: 'User',
  summary: 'Makes a token that lets the caller into a database.',
  newer,
  access: 'read',
  perSecond: 20,
  params: {
    ResourceId: text({ about: 'Id of the database instance.', min: 1, max: 128, pattern: /^[A-Za-z0-9._-]+$/, newer }),
    ResourceRegion: text({ about: 'Region of the instance.', min: 1, max: 64, pattern: /^[a-z0-9-]+$/, newer }),
    // Neither of the signs that divide a resource, nor the wildcard of policies.
    ResourceAccount: text({
      about: 'User of the database.',
      min: 1,
      max: 128,
      pattern: /^[^\s\p{Cc}/:*]+$/u,
      newer,
    }),
  },
  returns: { Credentials: nullable(AuthToken) },
  errors: ['InvalidParameter.ParamError'],
  resource: {
    level: 'names',
    names: ({ params: { ResourceId, ResourceRegion, ResourceAccount }, caller }) => [
      `qcs::cam:${ResourceRegion}:uin/${caller.account}:resourceUser/${ResourceId}/${ResourceAccount}`,
    ],
  },
  async handle({ params, caller, nowMs, requestId, world }) {
    const { account, appId, uin } = caller
    const { ResourceRegion: region, ResourceId: resourceId, ResourceAccount: user } = params
    const resource = { account, region, resourceId, user }
    const password = dataFlowPassword(world.sealer, resource, nowMs)
    return {
      Credentials: {
        Token: dataFlowToken(resource, { appId, uin, requestId }, password, nowMs),
        CurrentTime: nowMs,
        NextRotationTime: nextRotationMs(nowMs),
        // The next password follows from the moment: there is nothing that takes time or fails.
        LastRotationTimeCost: 0,
        RotationStatus: 'success',
        RotationMessage: 'success',
      },
    }
  },
})
