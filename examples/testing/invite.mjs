// What the tests here are about: a function of a program, as it runs in production. It makes a user and answers the user's
// number; it tries again when it is throttled or the connection breaks, and never makes anybody twice.
import sdk from 'tencentcloud-sdk-nodejs/tencentcloud/services/cam/index.js'

const attemptsMax = 3

/** `config`: what a client of the official SDK takes. */
export async function invite(config, name) {
  const client = new sdk.cam.v20190116.Client(config)
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { Uin } = await client.AddUser({ Name: name })
      return Uin
    } catch (error) {
      // Perhaps the attempt before came through, and only its answer was lost.
      if (error.code === 'InvalidParameter.SubUserNameInUse') return (await client.GetUser({ Name: name })).Uin
      // The library gives no code where no answer came.
      const passing = error.code === 'RequestLimitExceeded' || error.code === undefined
      if (!passing || attempt === attemptsMax) throw error
    }
  }
}
